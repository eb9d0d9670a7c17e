package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.tuyere.core.TopLevelJson;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

/** Puts a signed call on the wire to a region and reads the reply as far as its envelope goes. Owner's event loop only. */
final class HttpUpstream implements SignedUpstream.SignedTransport {
    private final HttpClient client;
    private final Region region;
    private final CloudCodes codes;
    private final RequestOptions template;
    private final String authority;

    HttpUpstream(HttpClient client, Region region, CloudCodes codes, UpstreamSettings settings) {
        this.client = client;
        this.region = region;
        this.codes = codes;
        this.authority = region.authority();
        this.template = new RequestOptions()
                .setHost(region.host())
                .setPort(region.port())
                .setSsl(region.tls())
                .setConnectTimeout(settings.connectTimeout().toMillis())
                .setFollowRedirects(false);
    }

    @Override
    public Future<Reply> send(Call call, MultiMap headers) {
        if (call.lifetime().over()) {
            return Future.failedFuture(new Failure.ClientGone().toException());
        }
        return client.request(options(call, headers))
                .recover(this::notConnected)
                .compose(request -> exchange(request, call))
                .recover(this::broken);
    }

    private RequestOptions options(Call call, MultiMap headers) {
        headers.set(HttpHeaders.HOST, authority);
        // An answer that cannot be looked into must not be asked for.
        headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        return new RequestOptions(template)
                .setMethod(call.method())
                .setURI(call.target())
                .setHeaders(headers);
    }

    private Future<Reply> exchange(HttpClientRequest request, Call call) {
        if (call.lifetime().over()) {
            // Ended while it waited for a connection: nothing was sent, the connection goes back.
            request.reset();
            return Future.failedFuture(new Failure.ClientGone().toException());
        }
        call.lifetime().sending(() -> request.reset());
        Buffer body = call.body();
        Future<HttpClientResponse> response = body.length() == 0 ? request.send() : request.send(body);
        return response.compose(this::read);
    }

    private Future<Reply> read(HttpClientResponse response) {
        return ReplyReader.read(response).compose(read -> {
            if (!TopLevelJson.isObject(read.head().getBytes(), read.head().length())) {
                if (read.rest() != null) {
                    read.rest().request().reset();
                }
                return Future.failedFuture(new Failure.UpstreamBroken(
                                region.id(), "HTTP " + response.statusCode() + " without a JSON object")
                        .toException());
            }
            Envelope envelope = read.rest() == null ? Envelope.read(read.head(), codes) : Envelope.NONE;
            return Future.succeededFuture(new Reply(
                    response.statusCode(), response.headers(), read.head(), read.rest(), read.length(), envelope));
        });
    }

    /** No connection: nothing was sent. */
    private Future<HttpClientRequest> notConnected(Throwable cause) {
        Failure failure = cause instanceof io.vertx.core.http.ConnectionPoolTooBusyException
                ? new Failure.Overloaded(region.id())
                : new Failure.RegionUnavailable(region.id(), words(cause));
        return Future.failedFuture(failure.toException());
    }

    /** The connection broke after bytes left. */
    private Future<Reply> broken(Throwable cause) {
        if (cause instanceof FailureException) {
            return Future.failedFuture(cause);
        }
        return Future.failedFuture(new Failure.UpstreamBroken(region.id(), words(cause)).toException());
    }

    private static String words(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        if (cause instanceof TimeoutException) {
            return "no connection in time";
        }
        if (cause instanceof java.net.UnknownHostException) {
            return "its host name is not known";
        }
        if (cause instanceof ClosedChannelException || cause instanceof VertxException) {
            return "the connection was closed";
        }
        return cause.getClass().getSimpleName();
    }
}
