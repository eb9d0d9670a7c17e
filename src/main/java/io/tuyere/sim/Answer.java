package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What an endpoint has to say: a result or a refusal. */
sealed interface Answer permits Answer.Result, Refusal {
    /** The answer of calls that only do something. */
    Answer DONE = new Result(Buffer.buffer("true"), false);

    static Answer of(JsonObject result) {
        return new Result(result.toBuffer(), false);
    }

    static Answer of(JsonArray result) {
        return new Result(result.toBuffer(), false);
    }

    static Answer of(Buffer result) {
        return new Result(result, false);
    }

    /**
     * A success.
     *
     * @param json the value of the envelope's {@code result}
     * @param chunked whether it goes out in chunks, without a length
     */
    record Result(Buffer json, boolean chunked) implements Answer {}
}
