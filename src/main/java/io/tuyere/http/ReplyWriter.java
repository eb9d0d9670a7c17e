package io.tuyere.http;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.gateway.Exchange;
import io.tuyere.gateway.Route;
import io.tuyere.upstream.Reply;
import io.tuyere.wire.Remainder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes a reply to the client: in one piece when it is held whole, otherwise as it comes. */
final class ReplyWriter {
    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence REGION = HttpHeaders.createOptimized("X-Tuya-Region");
    private static final CharSequence ROUTE = HttpHeaders.createOptimized("X-Tuyere-Route");
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("RateLimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence DEGRADED = HttpHeaders.createOptimized("X-Tuyere-Degraded");
    private static final int OK = 200;
    private static final int LINGER_SECONDS = 2;
    private static final int LEAVE_SECONDS = 600; // more than any call has

    // Of HTTP/2.
    private static final long NO_ERROR = 0;
    private static final long INTERNAL_ERROR = 2;

    private ReplyWriter() {}

    /**
     * The end of the answer; fails when the client breaks off in between, or with {@code UPSTREAM_BROKEN} when the cloud does.
     */
    static Future<Void> write(
            Reply reply, HttpServerRequest request, Face face, String requestId, @Nullable Exchange exchange) {
        head(reply, request.response(), face, requestId);
        Route route = exchange == null ? null : exchange.route();
        if (exchange != null) {
            describe(exchange, request.response().headers());
        }
        Remainder rest = reply.rest();
        if (rest != null) {
            String region = route == null ? "" : route.region().id();
            return stream(reply, rest, request).recover(cause -> broken(cause, rest, region));
        }
        if (!hasCome(request)) {
            part(request);
        }
        return end(reply, request);
    }

    /** The end of an answer after which nothing more is read from the connection. */
    static Future<Void> writeLast(Reply reply, HttpServerRequest request, Face face, String requestId) {
        head(reply, request.response(), face, requestId);
        part(request);
        return end(reply, request);
    }

    /** A stream of HTTP/2 whose request is answered but has not come whole is ended: nobody wants the rest. */
    private static Future<Void> end(Reply reply, HttpServerRequest request) {
        Future<Void> written = request.response().end(reply.head());
        return request.version() == HttpVersion.HTTP_2
                ? written.onSuccess(answered -> {
                    if (!request.isEnded()) {
                        request.response().reset(NO_ERROR).onFailure(gone -> {});
                    }
                })
                : written;
    }

    /** Lets go of a request whose answer cannot be given whole: of its stream, or of its connection where it has no stream. */
    static void breakOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR).onFailure(gone -> {}); // gone is what it was to be
        } else {
            request.connection().close().onFailure(gone -> {});
        }
    }

    /** Lets clients open no further call on the connection of this one. */
    static void leave(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.connection().shutdown(LEAVE_SECONDS, TimeUnit.SECONDS).onFailure(gone -> {});
        } else {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private static void head(Reply reply, HttpServerResponse response, Face face, String requestId) {
        // SDKs of the signed face break on any other status; the envelope says what happened.
        response.setStatusCode(face == Face.SIGNED ? OK : reply.status());
        HopHeaders.copyEndToEnd(reply.headers(), response.headers());
        response.headers().set(REQUEST_ID, requestId);
    }

    /** Whether the request is read to its end, or has no body, so that its end is only not reported yet. */
    private static boolean hasCome(HttpServerRequest request) {
        if (request.isEnded()) {
            return true;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length == null || length.equals("0")) && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** What the stages found out, as far as the call came. */
    private static void describe(Exchange exchange, MultiMap headers) {
        Route route = exchange.route();
        if (route != null) {
            headers.set(REGION, route.region().id());
            headers.set(ROUTE, route.reason());
        }
        String policy = exchange.rateLimitPolicy();
        String state = exchange.rateLimit();
        if (policy != null && state != null) {
            headers.set(RATE_LIMIT_POLICY, policy);
            headers.set(RATE_LIMIT, state);
        }
        if (exchange.cookie() != null) {
            headers.set(HttpHeaders.SET_COOKIE, exchange.cookie());
        }
        if (exchange.limitedAlone()) {
            headers.set(DEGRADED, "limits");
        }
    }

    /**
     * Ends the connection behind this answer. What the client still sends is taken and thrown away for a while: a connection
     * that is closed with unread bytes is reset, and the answer may be lost on its way. Of HTTP/2 only the stream ends.
     */
    private static void part(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.connection().shutdown(LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private static Future<Void> stream(Reply reply, Remainder rest, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        boolean endless = reply.length() < 0 && request.version() == HttpVersion.HTTP_1_0;
        if (reply.length() >= 0) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, Long.toString(reply.length()));
        } else {
            response.setChunked(true);
        }
        Future<Void> written = response.write(reply.head()).compose(begun -> rest.pipeTo(response));
        // Without chunks, only the end of the connection tells the end of the body.
        return endless ? written.compose(ended -> request.connection().close()) : written;
    }

    private static Future<Void> broken(Throwable cause, Remainder rest, String region) {
        return Future.failedFuture(
                rest.brokenOff() ? new Failure.UpstreamBroken(region, "its answer broke off").toException() : cause);
    }
}
