package io.tuyere.sim;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request as the cloud received it. Owned by one event loop.
 *
 * @param path raw path
 * @param query raw query; null where the target has none
 * @param segments of the raw path
 * @param remoteAddress the caller's IP address
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record SimCall(
        String method,
        String path,
        @Nullable String query,
        String[] segments,
        Route route,
        MultiMap headers,
        Buffer body,
        String remoteAddress) {
    private static final int MAX_PAGE = 200;

    /** A header, or the empty text. */
    String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The decoded value of a template's variable. */
    String variable(String name) {
        String placeholder = "{" + name + "}";
        for (int i = 0; i < segments.length; i++) {
            if (route.segments()[i].equals(placeholder)) {
                return SimSignature.decodedPath(segments[i]);
            }
        }
        throw new IllegalStateException("no variable " + name + " in " + route.label());
    }

    /** Decoded query parameters. */
    Map<String, String> parameters() {
        return SimSignature.parameters(query);
    }

    /** A query parameter that is there and not empty. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters().get(name)).filter(value -> !value.isEmpty());
    }

    /** The size of a page: refused with 1104 where it is no number, 1101 outside 1 to 200. */
    int pageSize(String name, int otherwise) {
        int size = number(name, otherwise);
        if (size < 1 || size > MAX_PAGE) {
            throw Refusal.PARAM_RANGE.exception();
        }
        return size;
    }

    /** A whole number from the query, refused with 1104 where it is none. */
    int number(String name, int otherwise) {
        try {
            return parameter(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw Refusal.PARAM_TYPE.exception();
        }
    }

    /** The body as an object, refused with 1100 where it is empty and 1109 where it is something else. */
    JsonObject json() {
        if (body.length() == 0) {
            throw Refusal.PARAM_EMPTY.exception();
        }
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw Refusal.PARAM_ILLEGAL.exception();
        }
    }

    /** A text of the body, numbers included, refused with 1100 where it is missing or empty. */
    static String required(JsonObject body, String name) {
        Object value = body.getValue(name);
        if (value == null || value.toString().isEmpty()) {
            throw Refusal.PARAM_EMPTY.exception();
        }
        return value.toString();
    }
}
