package io.tuyere.http;

import io.tuyere.core.Failure;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a request's body whole, since a signature covers it, up to a cap. A body that is a little too large is read to its
 * end and thrown away, because most clients look for an answer only after they have sent everything.
 */
final class BodyReader {
    private static final Future<Buffer> NOTHING = Future.succeededFuture(Buffer.buffer(0));
    private static final int DISCARDED_CAPS = 4;
    private static final int LONGEST_LENGTH_TEXT = 18;

    private final int maxBytes;
    private final BodyMemory memory;
    private final SlowBodies slow;

    BodyReader(int maxBytes, BodyMemory memory, SlowBodies slow) {
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.slow = slow;
    }

    /**
     * The exact bytes; fails with {@code BODY_TOO_LARGE}, with {@code OVERLOADED} when all bodies together are, or with
     * {@code REQUEST_TIMEOUT} where it comes too slowly on a stream of HTTP/2.
     *
     * @param lifetime of the call, for which the body is held
     */
    Future<Buffer> read(HttpServerRequest request, Lifetime lifetime) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null && !mayHaveBody(request)) {
            return NOTHING;
        }
        boolean waits = request.version() != HttpVersion.HTTP_1_0
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        if (length != null) {
            long announced = length.length() > LONGEST_LENGTH_TEXT ? Long.MAX_VALUE : Long.parseLong(length);
            if (announced > (waits ? maxBytes : discardedBytes())) {
                return Future.failedFuture(tooLarge());
            }
        }
        Future<Buffer> body =
                collect(request, lifetime); // before the client is told to go on: not every client waits for that
        return waits ? request.response().writeContinue().compose(told -> body) : body;
    }

    /** On HTTP/2 only the end of the stream tells (RFC 9113, section 8.1). */
    private static boolean mayHaveBody(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private Future<Buffer> collect(HttpServerRequest request, Lifetime lifetime) {
        Incoming incoming = new Incoming();
        lifetime.afterwards(incoming::letGo);
        if (request.version() == HttpVersion.HTTP_2) {
            slow.watch(incoming); // of HTTP/1 the watchman looks after the whole connection
        }
        request.exceptionHandler(broken -> {
            lifetime.end(new Failure.ClientGone());
            incoming.whole.tryFail(broken);
        });
        request.handler(incoming::take);
        request.endHandler(end -> incoming.end());
        return incoming.whole.future();
    }

    /** A body on its way in. What the request keeps of it after the call is over is nothing. */
    private final class Incoming implements SlowBodies.Body {
        private final Promise<Buffer> whole = Promise.promise();
        private final BodyMemory.Share share = memory.share();
        private @Nullable Buffer body = Buffer.buffer();
        private long came;

        private void take(Buffer chunk) {
            came += chunk.length();
            if (body != null && came <= maxBytes && share.take(chunk.length())) {
                body = body.length() == 0 ? chunk : body.appendBuffer(chunk); // most bodies come in one piece
            } else if (body != null && came <= maxBytes) {
                refuse(tooMuch());
            } else if (came > discardedBytes()) {
                refuse(tooLarge());
            }
        }

        @Override
        public long bytes() {
            return came;
        }

        @Override
        public boolean over() {
            return body == null;
        }

        @Override
        public void giveUp() {
            refuse(new Failure.RequestTimeout().toException());
        }

        private void end() {
            Buffer all = body;
            body = null;
            if (all != null && came <= maxBytes) {
                whole.tryComplete(all);
            } else {
                refuse(tooLarge());
            }
        }

        private void refuse(RuntimeException why) {
            body = null;
            whole.tryFail(why);
        }

        private void letGo() {
            body = null;
            share.end();
        }
    }

    private long discardedBytes() {
        return (long) maxBytes * DISCARDED_CAPS;
    }

    private static RuntimeException tooMuch() {
        return new Failure.Overloaded("", "the bodies of all calls together take too much memory").toException();
    }

    private RuntimeException tooLarge() {
        return new Failure.BodyTooLarge(maxBytes).toException();
    }
}
