package io.tuyere.wire;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it came over the wire.
 *
 * @param body all of it, or its beginning where {@code rest} is there
 * @param rest what is still to come
 * @param length of the whole body in bytes, -1 when it is not known yet
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; copying it per call would only cost
public record Response(
        int status, MultiMap headers, byte[] body, @Nullable Remainder rest, long length) {
    /** Names neither headers nor body, which may hold a token. */
    @Override
    public String toString() {
        return "Response[" + status + ", " + body.length + " bytes]";
    }
}
