package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Puts whole bodies on the wire; a caller that has gone meanwhile gets nothing. */
final class Replies {
    private static final int GZIP_FROM_BYTES = 1024;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Replies() {}

    /** Status 200 and JSON, in gzip where it is worth it and the caller accepts it. */
    static void json(HttpServerRequest request, Buffer body) {
        if (body.length() < GZIP_FROM_BYTES || !acceptsGzip(request)) {
            end(head(request), body);
        } else {
            gzip(request, body);
        }
    }

    /** Status 200 and JSON on a connection that is closed behind it, which no header announces. */
    static void jsonThenClose(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = head(request);
        if (!response.closed()) {
            response.end(body).onComplete(sent -> request.connection().close());
        }
    }

    /** Status 200 and JSON in gzip, whatever the caller accepts. */
    static void gzip(HttpServerRequest request, Buffer body) {
        end(head(request).putHeader(HttpHeaders.CONTENT_ENCODING, "gzip"), compressed(body));
    }

    /** Status 200 and JSON in two chunks and the last one. */
    static void chunked(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = head(request).setChunked(true);
        if (!response.closed()) {
            int half = body.length() / 2;
            response.write(body.slice(0, half));
            response.end(body.slice(half, body.length()));
        }
    }

    static void end(HttpServerResponse response, Buffer body) {
        if (!response.closed()) {
            response.end(body);
        }
    }

    /** The response with the content type of every answer of the cloud. */
    static HttpServerResponse head(HttpServerRequest request) {
        return request.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static Buffer compressed(Buffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length() / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
