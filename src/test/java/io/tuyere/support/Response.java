package io.tuyere.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer as it came over the wire.
 *
 * @param headers names in lower case, values in order
 * @param whole false where the connection ended before the body did
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Response(int status, Map<String, List<String>> headers, byte[] body, boolean whole) {
    /** The first value of a header, empty for none. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of("")).get(0);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object. */
    public JsonObject json() {
        return new JsonObject(Buffer.buffer(body));
    }

    /** Whether the envelope says so. */
    public boolean success() {
        return json().getBoolean("success", false);
    }

    /** The envelope's code, 0 for none. */
    public int code() {
        return json().getInteger("code", 0);
    }

    /** The envelope's message. */
    public String message() {
        return json().getString("msg", "");
    }

    /** The envelope's result. */
    public JsonObject result() {
        return json().getJsonObject("result");
    }

    /** The region that was called, empty for none. */
    public String region() {
        return header("x-tuya-region");
    }

    /** Why that region was called. */
    public String route() {
        return header("x-tuyere-route");
    }

    /** The slug of the gateway's own failure, empty for none. */
    public String error() {
        return header("x-tuyere-error");
    }
}
