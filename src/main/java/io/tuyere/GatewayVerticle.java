package io.tuyere;

import io.tuyere.http.Doors;
import io.tuyere.http.ForwardProxy;
import io.tuyere.http.FramingGuard;
import io.tuyere.http.ProxyHandler;
import io.tuyere.http.PublicApi;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.Watchman;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane of one event loop: a server on the shared port, and everything behind it. */
final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

    private static final int ACCEPT_BACKLOG = 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024; // bytes of bodies under way on a connection of HTTP/2

    private final Wiring wiring;
    private final ServerSettings settings;
    private @Nullable HttpServer server;
    private @Nullable ProxyHandler edge;
    private @Nullable ForwardProxy tunnels;

    GatewayVerticle(Wiring wiring, ServerSettings settings) {
        this.wiring = wiring;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Doors doors = wiring.doors;
        EdgeWiring own = new EdgeWiring(wiring, vertx);
        Watchman watchman = own.watchman();
        FramingGuard guard = own.framingGuard();
        PublicApi api = own.publicApi();
        ProxyHandler proxy = own.proxy();
        ForwardProxy forward = own.forwardProxy();
        edge = proxy;
        tunnels = forward;
        HttpServer listening = create().connectionHandler(connection -> {
                    quiet(connection);
                    doors.enter(connection, watchman);
                })
                .exceptionHandler(broken -> LOG.debug("a connection broke", broken))
                .invalidRequestHandler(guard::unreadable)
                .requestHandler(request -> {
                    if (guard.refuses(request)) {
                        return;
                    }
                    if (forward.takes(request)) {
                        forward.handle(request);
                    } else if (PublicApi.answers(request)) {
                        api.handle(request);
                    } else {
                        proxy.handle(request);
                    }
                });
        server = listening;
        return listening
                .listen(address(settings))
                .onSuccess(bound -> wiring.certificate.ifPresent(certificate -> certificate.serves(listening)));
    }

    /** A connection that breaks is told to the call on it, if there is one; as an error in the log it would say nothing. */
    static void quiet(HttpConnection connection) {
        connection.exceptionHandler(broken -> LOG.debug("a connection broke", broken));
    }

    private HttpServer create() {
        HttpServerBuilder builder = vertx.httpServerBuilder().with(new HttpServerConfig(options(settings)));
        wiring.certificate.ifPresent(
                certificate -> builder.with(certificate.options()).with(TlsEngines.best()));
        return builder.build();
    }

    /** The port it listens on. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** From now on every answer ends its connection, so that clients move on and none is cut off between two calls. Any thread. */
    void drain() {
        if (edge != null && tunnels != null) {
            ProxyHandler proxy = edge;
            ForwardProxy forward = tunnels;
            context.runOnContext(ignored -> {
                proxy.drain();
                forward.drain();
            });
        }
    }

    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Port 0 is any port, but the same one for all event loops; hence not two gateways in one Vert.x. */
    private static SocketAddress address(ServerSettings settings) {
        return settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    }

    /** How clients are listened to. */
    static HttpServerOptions options(ServerSettings settings) {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) settings.idleTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxInitialLineLength(settings.maxRequestLineBytes())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                .setStrictThreadMode(true)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        settings.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setUseAlpn(true)
                        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                        .setInitialSettings(new Http2Settings()
                                .setMaxConcurrentStreams(settings.limits().maxStreams())
                                .setMaxHeaderListSize(settings.maxHeaderBytes()))
                        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW));
        return options;
    }
}
