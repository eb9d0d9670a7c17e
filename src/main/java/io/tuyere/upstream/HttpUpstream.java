package io.tuyere.upstream;

import io.netty.buffer.Unpooled;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.util.NetUtil;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.tuyere.core.TopLevelJson;
import io.tuyere.wire.Attempt;
import io.tuyere.wire.Connection;
import io.tuyere.wire.ConnectionCounts;
import io.tuyere.wire.ConnectionLimits;
import io.tuyere.wire.Connections;
import io.tuyere.wire.Dialer;
import io.tuyere.wire.RequestHead;
import io.tuyere.wire.Response;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.ConnectOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Puts a signed call on the wire to a region and reads the reply as far as its envelope goes. Owner's event loop only.
 *
 * <p>Who finds no idle connection waits for one, or for a new one, for the connect timeout in all; only those who wait cost a
 * timer.
 */
final class HttpUpstream implements SignedUpstream.SignedTransport {
    private static final int MARGIN_MILLIS = 100; // behind the client's own timeout, which knows better what went wrong
    private static final int SERVER_ERROR = 500;

    /** An answer that cannot be looked into must not be asked for. */
    private static final byte[] AS_IT_IS = RequestHead.line(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);

    private final Connections connections;
    private final Region region;
    private final CloudCodes codes;
    private final UpstreamSettings settings;
    private final byte[] host;
    private @Nullable RequestHead spare;

    HttpUpstream(
            Vertx vertx,
            Dialer dialer,
            Region region,
            CloudCodes codes,
            UpstreamSettings settings,
            ConnectionCounts counts) {
        this.connections = new Connections(vertx, dialer, limits(settings), counts);
        this.region = region;
        this.codes = codes;
        this.settings = settings;
        this.host = RequestHead.line(HttpHeaders.HOST, region.authority());
    }

    /** Where its connections lead. */
    static ConnectOptions remote(Region region) {
        return new ConnectOptions()
                .setHost(region.host())
                .setPort(region.port())
                .setSsl(region.tls())
                .setSniServerName(NetUtil.isValidIpV4Address(region.host()) ? null : region.host());
    }

    private static ConnectionLimits limits(UpstreamSettings settings) {
        return new ConnectionLimits(
                settings.poolSize(),
                settings.waitQueue(),
                settings.connectTimeout().plusMillis(MARGIN_MILLIS),
                settings.idleTimeout(),
                settings.maxLifetime());
    }

    @Override
    public RequestHead head(Call call) {
        RequestHead head = spare == null ? new RequestHead() : spare;
        spare = null;
        head.begin(call.method().name(), call.path(), call.query());
        head.lines(host);
        if (!choosesEncoding(call)) {
            head.lines(AS_IT_IS);
        }
        return head;
    }

    private static boolean choosesEncoding(Call call) {
        for (Map.Entry<String, String> header : call.headers()) {
            if (HttpHeaders.ACCEPT_ENCODING.toString().equalsIgnoreCase(header.getKey())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Future<Reply> send(Call call, RequestHead head) {
        if (call.lifetime().over()) {
            return failed(call.lifetime().why());
        }
        Connection idle = connections.idle();
        if (idle != null) {
            return exchange(idle, call, head);
        }
        return connection(call).compose(connection -> exchange(connection, call, head));
    }

    private Future<Connection> connection(Call call) {
        if (connections.full()) {
            return failed(new Failure.Overloaded(region.id()));
        }
        Connections.Place place = connections.queue();
        call.lifetime().waiting(() -> place.leave(call.lifetime().why().toException()));
        return place.future().recover(this::notConnected);
    }

    private Future<Reply> exchange(Connection connection, Call call, RequestHead head) {
        if (announces(call)) {
            head.header(HttpHeaders.CONTENT_LENGTH, Integer.toString(call.body().length()));
        }
        Attempt attempt = connection.send(head, call.body());
        spare = head.isUsual() ? head : null; // it has left
        call.lifetime().sending(attempt::abort);
        return attempt.response().transform(done -> reply(done, call));
    }

    /** What may have a body says how long it is, even when there is none (RFC 9110, section 8.6). */
    private static boolean announces(Call call) {
        HttpMethod method = call.method();
        return call.body().length() > 0 || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.DELETE));
    }

    private Future<Reply> reply(AsyncResult<Response> done, Call call) {
        return done.succeeded() ? reply(done.result()) : broken(done.cause(), call);
    }

    private Future<Reply> reply(Response response) {
        int status = response.status();
        byte[] body = response.body();
        if (!TopLevelJson.isObject(body, body.length)) {
            return failed(unusable(response, "HTTP " + status + " without a JSON object"));
        }
        Envelope envelope = response.rest() == null ? Envelope.read(body, codes) : Envelope.NONE;
        if (status >= SERVER_ERROR && envelope.code() == null) {
            return failed(unusable(response, "HTTP " + status));
        }
        return Future.succeededFuture(new Reply(
                status,
                response.headers(),
                BufferInternal.buffer(Unpooled.wrappedBuffer(body)),
                response.rest(),
                response.length(),
                envelope));
    }

    private Failure unusable(Response response, String why) {
        long retryAfterMillis = RetryPolicy.retryAfterMillis(response.headers());
        return new Failure.UpstreamBroken(region.id(), why, response.status(), retryAfterMillis);
    }

    /** No connection: nothing was sent. */
    private Future<Connection> notConnected(Throwable cause) {
        if (cause instanceof FailureException) {
            return Future.failedFuture(cause);
        }
        return failed(
                cause instanceof TimeoutException && connections.exhausted()
                        ? new Failure.Overloaded(region.id())
                        : new Failure.RegionUnavailable(region.id(), words(cause)));
    }

    /** The connection broke after bytes left, or was broken off. */
    private Future<Reply> broken(Throwable cause, Call call) {
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
        if (cause instanceof SSLException failed) {
            return TlsTrouble.words(failed);
        }
        if (cause instanceof ClosedChannelException
                || cause instanceof PrematureChannelClosureException
                || cause instanceof VertxException) {
            return "the connection was closed";
        }
        if (cause instanceof IOException) {
            return "the connection was reset";
        }
        return cause instanceof IllegalArgumentException || cause instanceof DecoderException
                ? "it does not speak HTTP"
                : cause.getClass().getSimpleName();
    }
}
