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
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The data plane of one event loop: a server on the shared port, and everything behind it. */
final class GatewayVerticle extends VerticleBase {
    private static final int ACCEPT_BACKLOG = 1024;

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
        Doors doors = wiring.doors();
        Watchman watchman = wiring.watchman(vertx);
        FramingGuard guard = wiring.framingGuard();
        PublicApi api = wiring.publicApi(vertx);
        ProxyHandler proxy = wiring.edge(vertx);
        ForwardProxy forward = wiring.forwardProxy(vertx);
        edge = proxy;
        tunnels = forward;
        server = vertx.createHttpServer(options(settings))
                .connectionHandler(connection -> {
                    Wiring.quiet(connection);
                    doors.enter(connection, watchman);
                })
                .invalidRequestHandler(guard::unreadable)
                .requestHandler(request -> {
                    if (guard.refuses(request)) {
                        return;
                    }
                    if (forward.takes(request)) {
                        forward.handle(request);
                    } else if (PublicApi.answers(request.uri())) {
                        api.handle(request);
                    } else {
                        proxy.handle(request);
                    }
                });
        return server.listen(address(settings));
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

    private static HttpServerOptions options(ServerSettings settings) {
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
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        settings.tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(HttpServerOptions options, ServerSettings.Tls tls) {
        options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.cert().toString())
                        .setKeyPath(tls.key().toString()));
        tls.clientCa()
                .ifPresent(ca -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    }
}
