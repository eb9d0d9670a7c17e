package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;

/** Renders Tuya's envelope. Belongs to one event loop, because it numbers its answers. */
final class Envelope {
    private static final String RESULT = "{\"result\":";
    private static final String SUCCESS = ",\"success\":true,\"t\":";
    private static final String TRACE = ",\"tid\":\"";
    private static final String END = "\"}";
    private static final HexFormat HEX = HexFormat.of();

    /** Bytes of a successful answer around its result: the texts, 13 digits of time, 32 of the trace id. */
    static final int OVERHEAD = RESULT.length() + SUCCESS.length() + 13 + TRACE.length() + 32 + END.length();

    private final RegionClock clock;
    private final String tracePrefix;
    private long answers;

    Envelope(RegionClock clock, String region) {
        this.clock = clock;
        this.tracePrefix = HEX.toHexDigits((long) region.hashCode());
    }

    Buffer render(Answer answer) {
        return answer instanceof Refusal refusal ? refused(refusal) : succeeded((Answer.Result) answer);
    }

    private Buffer succeeded(Answer.Result result) {
        return Buffer.buffer(OVERHEAD + result.json().length())
                .appendString(RESULT)
                .appendBuffer(result.json())
                .appendString(SUCCESS + clock.millis() + TRACE + nextTrace() + END);
    }

    private Buffer refused(Refusal refusal) {
        return new JsonObject()
                .put("code", refusal.code())
                .put("msg", refusal.message())
                .put("success", false)
                .put("t", clock.millis())
                .put("tid", nextTrace())
                .toBuffer();
    }

    private String nextTrace() {
        answers++;
        return tracePrefix + HEX.toHexDigits(answers);
    }
}
