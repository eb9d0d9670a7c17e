package io.tuyere.http;

import io.tuyere.core.Face;
import io.tuyere.gateway.Exchange;
import io.tuyere.gateway.Route;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes a reply to the client: in one piece when it is held whole, otherwise as it comes. */
final class ReplyWriter {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence REGION = HttpHeaders.createOptimized("X-Tuya-Region");
    private static final CharSequence ROUTE = HttpHeaders.createOptimized("X-Tuyere-Route");
    private static final int OK = 200;

    private ReplyWriter() {}

    /** The end of the answer; fails when the client or the cloud breaks off in between. */
    static Future<Void> write(
            Reply reply, HttpServerRequest request, Face face, String requestId, @Nullable Exchange exchange) {
        HttpServerResponse response = request.response();
        // SDKs of the signed face break on any other status; the envelope says what happened.
        response.setStatusCode(face == Face.SIGNED ? OK : reply.status());
        MultiMap headers = response.headers();
        HopHeaders.copyEndToEnd(reply.headers(), headers);
        headers.set(REQUEST_ID, requestId);
        Route route = exchange == null ? null : exchange.route();
        if (route != null) {
            headers.set(REGION, route.region().id());
            headers.set(ROUTE, route.reason());
        }
        if (reply.rest() != null) {
            return stream(reply, reply.rest(), response);
        }
        if (request.isEnded()) {
            return response.end(reply.head());
        }
        return endUnread(reply, request);
    }

    /** The request was not read to its end, so nothing more can be read from this connection. */
    private static Future<Void> endUnread(Reply reply, HttpServerRequest request) {
        boolean empty = request.getHeader(HttpHeaders.CONTENT_LENGTH) == null
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (empty) {
            return request.response().end(reply.head()); // its end is only not reported yet
        }
        request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        return request.response()
                .end(reply.head())
                .eventually(() -> request.connection().close());
    }

    private static Future<Void> stream(Reply reply, HttpClientResponse rest, HttpServerResponse response) {
        if (reply.length() >= 0) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, Long.toString(reply.length()));
        } else {
            response.setChunked(true);
        }
        return response.write(reply.head())
                .compose(written -> rest.pipe().endOnFailure(false).to(response))
                .onFailure(broken -> rest.request().reset());
    }
}
