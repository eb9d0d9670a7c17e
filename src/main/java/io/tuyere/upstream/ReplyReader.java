package io.tuyere.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response until its end or until more than 16 KiB have come, whichever is first. The envelope of every refusal fits
 * into that; what is longer streams. A response that ends before it is whole fails.
 */
final class ReplyReader {
    /** Bytes that are held to look for an envelope. */
    static final int HEAD_BYTES = 16 * 1024;

    private final HttpClientResponse response;
    private final long length;
    private final Promise<Read> promise = Promise.promise();
    private final Buffer head = Buffer.buffer();
    private boolean streaming;

    private ReplyReader(HttpClientResponse response) {
        this.response = response;
        this.length = contentLength(response);
    }

    /**
     * What was read.
     *
     * @param rest the paused response when there is more than the head
     * @param length of the whole body, -1 when it is not known
     */
    record Read(Buffer head, @Nullable HttpClientResponse rest, long length) {}

    static Future<Read> read(HttpClientResponse response) {
        ReplyReader reader = new ReplyReader(response);
        if (reader.length >= 0 && reader.length <= HEAD_BYTES) {
            return response.body().map(body -> new Read(body, null, body.length()));
        }
        return reader.start();
    }

    private Future<Read> start() {
        response.exceptionHandler(promise::tryFail);
        response.endHandler(end -> promise.tryComplete(new Read(head, null, head.length())));
        response.handler(this::take);
        return promise.future();
    }

    private void take(Buffer chunk) {
        head.appendBuffer(chunk);
        if (!streaming && head.length() > HEAD_BYTES) {
            streaming = true;
            response.pause();
            response.handler(null).endHandler(null);
            promise.tryComplete(new Read(head, response, length));
        }
    }

    private static long contentLength(HttpClientResponse response) {
        String text = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return -1; // the codec refuses such a response before it comes here
        }
    }
}
