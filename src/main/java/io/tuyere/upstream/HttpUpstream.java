package io.tuyere.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.tuyere.core.TopLevelJson;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Puts a signed call on the wire to a region and reads the reply as far as its envelope goes. Owner's event loop only.
 *
 * <p>Who finds no idle connection waits for one, or for a new one, for the connect timeout in all; only those who wait cost a
 * timer.
 */
final class HttpUpstream implements SignedUpstream.SignedTransport {
    private static final int MARGIN_MILLIS = 100; // behind the client's own timeout, which knows better what went wrong
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final Region region;
    private final CloudCodes codes;
    private final UpstreamSettings settings;
    private final RequestOptions template;
    private final String authority;
    private int connectionsInUse;

    HttpUpstream(HttpClient client, Region region, CloudCodes codes, UpstreamSettings settings) {
        this.client = client;
        this.region = region;
        this.codes = codes;
        this.authority = region.authority();
        this.settings = settings;
        this.template = new RequestOptions()
                .setHost(region.host())
                .setPort(region.port())
                .setSsl(region.tls())
                .setConnectTimeout(settings.connectTimeout().toMillis() + MARGIN_MILLIS)
                .setFollowRedirects(false);
    }

    @Override
    public Future<Reply> send(Call call, MultiMap headers) {
        if (call.lifetime().over()) {
            return failed(call.lifetime().why());
        }
        return client.request(options(call, headers))
                .recover(this::notConnected)
                .compose(request -> exchange(request, call))
                .recover(cause -> broken(cause, call));
    }

    private RequestOptions options(Call call, MultiMap headers) {
        headers.set(HttpHeaders.HOST, authority);
        if (!headers.contains(HttpHeaders.ACCEPT_ENCODING)) {
            // An answer that cannot be looked into must not be asked for.
            headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        }
        return new RequestOptions(template)
                .setMethod(call.method())
                .setURI(call.target())
                .setHeaders(headers);
    }

    private Future<Reply> exchange(HttpClientRequest request, Call call) {
        request.exceptionHandler(
                broken -> {}); // the future of the response fails with the same; without it, it is logged
        if (call.lifetime().over()) {
            // Ended while it waited for a connection: nothing was sent, the connection goes back.
            request.reset();
            return failed(call.lifetime().why());
        }
        call.lifetime().sending(() -> abort(request));
        Buffer body = call.body();
        Future<HttpClientResponse> response = body.length() == 0 ? request.send() : request.send(body);
        connectionsInUse++;
        response.compose(HttpClientResponse::end).onComplete(done -> connectionsInUse--);
        return response.compose(this::read);
    }

    /**
     * Breaks an attempt off, unless its response has come in whole: then the connection may be another call's already. What a
     * paused response holds back is let go first. The end may be among it, and Vert.x does not release what still waits on a
     * connection that closes.
     */
    private static void abort(HttpClientRequest request) {
        HttpClientResponse response = request.response().result();
        if (response == null) {
            request.reset();
        } else if (!response.end().succeeded()) {
            response.handler(null).endHandler(null).resume();
            Objects.requireNonNull(Vertx.currentContext(), "attempts end on an event loop")
                    .runOnContext(released -> {
                        if (!response.end().isComplete()) {
                            request.reset();
                        }
                    });
        }
    }

    private Future<Reply> read(HttpClientResponse response) {
        return ReplyReader.read(response).compose(read -> reply(response, read));
    }

    private Future<Reply> reply(HttpClientResponse response, ReplyReader.Read read) {
        int status = response.statusCode();
        if (!TopLevelJson.isObject(read.head().getBytes(), read.head().length())) {
            return failed(unusable(response, "HTTP " + status + " without a JSON object"));
        }
        Envelope envelope = read.rest() == null ? Envelope.read(read.head(), codes) : Envelope.NONE;
        if (status >= SERVER_ERROR && envelope.code() == null) {
            return failed(unusable(response, "HTTP " + status));
        }
        return Future.succeededFuture(
                new Reply(status, response.headers(), read.head(), read.rest(), read.length(), envelope));
    }

    private Failure unusable(HttpClientResponse response, String why) {
        long retryAfterMillis = RetryPolicy.retryAfterMillis(response.headers());
        return new Failure.UpstreamBroken(region.id(), why, response.statusCode(), retryAfterMillis);
    }

    /** No connection: nothing was sent. */
    private Future<HttpClientRequest> notConnected(Throwable cause) {
        boolean waitedInVain = cause instanceof TimeoutException && connectionsInUse >= settings.poolSize();
        return failed(
                waitedInVain || cause instanceof ConnectionPoolTooBusyException
                        ? new Failure.Overloaded(region.id())
                        : new Failure.RegionUnavailable(region.id(), words(cause)));
    }

    /** The connection broke after bytes left, or was broken off. */
    private Future<Reply> broken(Throwable cause, Call call) {
        if (cause instanceof FailureException) {
            return Future.failedFuture(cause);
        }
        return failed(
                call.lifetime().over() ? call.lifetime().why() : new Failure.UpstreamBroken(region.id(), words(cause)));
    }

    private static <T> Future<T> failed(Failure failure) {
        return Future.failedFuture(failure.toException());
    }

    private String words(Throwable cause) {
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return "no connection within " + settings.connectTimeout().toMillis() + " ms";
        }
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        if (cause instanceof UnknownHostException) {
            return "its host name is not known";
        }
        if (cause instanceof SSLException) {
            return "no TLS connection";
        }
        if (cause instanceof ClosedChannelException || cause instanceof VertxException) {
            return "the connection was closed";
        }
        if (cause instanceof IOException) {
            return "the connection was reset";
        }
        return cause instanceof IllegalArgumentException
                ? "it does not speak HTTP"
                : cause.getClass().getSimpleName();
    }
}
