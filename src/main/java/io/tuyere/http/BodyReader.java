package io.tuyere.http;

import io.tuyere.core.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Takes in a request's body whole, since a signature covers it, up to a cap. A body that is a little too large is read to its
 * end and thrown away, because most clients look for an answer only after they have sent everything.
 */
final class BodyReader {
    private static final Future<Buffer> NOTHING = Future.succeededFuture(Buffer.buffer(0));
    private static final int DISCARDED_CAPS = 4;
    private static final int LONGEST_LENGTH_TEXT = 18;

    private final int maxBytes;

    BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The exact bytes; fails with {@code BODY_TOO_LARGE}. */
    Future<Buffer> read(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
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
        Future<Buffer> body = collect(request); // before the client is told to go on: not every client waits for that
        return waits ? request.response().writeContinue().compose(told -> body) : body;
    }

    private Future<Buffer> collect(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        long[] came = {0};
        request.exceptionHandler(whole::tryFail);
        request.handler(chunk -> {
            came[0] += chunk.length();
            if (came[0] <= maxBytes) {
                body.appendBuffer(chunk);
            } else if (came[0] > discardedBytes()) {
                whole.tryFail(tooLarge());
            }
        });
        request.endHandler(end -> {
            if (came[0] <= maxBytes) {
                whole.tryComplete(body);
            } else {
                whole.tryFail(tooLarge());
            }
        });
        return whole.future();
    }

    private long discardedBytes() {
        return (long) maxBytes * DISCARDED_CAPS;
    }

    private RuntimeException tooLarge() {
        return new Failure.BodyTooLarge(maxBytes).toException();
    }
}
