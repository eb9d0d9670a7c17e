package io.tuyere.upstream;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tuyere.core.CloudCodes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** The scanner of envelopes never stumbles, and in JSON that a whole parser takes it sees the refusal that this one sees. */
final class EnvelopeFuzz {
    private EnvelopeFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        byte[] json = data.consumeRemainingAsBytes();
        Envelope envelope = Envelope.read(json, CloudCodes.builtIn());
        JsonObject parsed;
        try {
            parsed = new JsonObject(Buffer.buffer(json));
        } catch (DecodeException | ClassCastException | NullPointerException notAnObject) {
            return;
        }
        boolean refused = Boolean.FALSE.equals(parsed.getValue("success"))
                && parsed.getValue("code") instanceof Integer code
                && code >= 0;
        if (refused && (envelope.code() == null || envelope.code().code() != parsed.getInteger("code"))) {
            throw new AssertionError("the scanner saw " + envelope + " in " + parsed.encode());
        }
    }
}
