package io.tuyere.upstream;

import io.tuyere.wire.Remainder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way to a client.
 *
 * @param status HTTP status
 * @param headers as received; the edge decides which of them a client sees
 * @param head the body, or its beginning where {@code rest} is there
 * @param rest the remainder of a body too long to be held; broken off with the call's lifetime when nobody reads it
 * @param length length of the whole body in bytes, -1 when it is not known in advance
 * @param envelope what the cloud's envelope says; {@link Envelope#NONE} for answers of our own
 */
public record Reply(
        int status, MultiMap headers, Buffer head, @Nullable Remainder rest, long length, Envelope envelope) {
    /** Of answers that were kept from an earlier call. */
    static final String HIT = "hit";

    /** Of answers to a call that others shared. */
    static final String SHARED = "shared";

    private static final String JSON = "application/json";
    private static final CharSequence CACHE = HttpHeaders.createOptimized("X-Tuyere-Cache");

    /** An answer of our own, held whole. */
    public static Reply json(int status, Buffer body) {
        return of(status, JSON, body);
    }

    /** An answer of our own with another media type. */
    public static Reply of(int status, String contentType, Buffer body) {
        MultiMap headers = HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, contentType);
        return new Reply(status, headers, body, null, body.length(), Envelope.NONE);
    }

    /** Names neither headers nor body, which may hold a token. */
    @Override
    public String toString() {
        return "Reply[" + status + ", " + head.length() + " bytes]";
    }

    /** The same reply with another HTTP status. */
    public Reply withStatus(int other) {
        return new Reply(other, headers, head, rest, length, envelope);
    }

    /** The same reply with another body, held whole. */
    public Reply withBody(Buffer body) {
        return new Reply(status, headers, body, null, body.length(), envelope);
    }

    /** The same reply with headers of its own, for one more to have. */
    Reply copy() {
        return new Reply(status, HttpHeaders.headers().addAll(headers), head, rest, length, envelope);
    }

    /** This reply, telling the client how it was come by without a call of its own. */
    Reply marked(String how) {
        headers.set(CACHE, how);
        return this;
    }
}
