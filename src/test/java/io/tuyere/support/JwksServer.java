package io.tuyere.support;

import io.tuyere.support.TestIssuer.IssuerKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where an identity provider publishes its keys; as well-behaved as it is told to be. */
public final class JwksServer implements AutoCloseable {
    private static final String PATH = "/keys";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final String scheme;
    private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    private volatile Consumer<HttpServerRequest> behaviour = request -> {};

    /** Over plain HTTP. */
    public JwksServer(IssuerKey... keys) {
        this(new HttpServerOptions(), keys);
    }

    /** As these options have it. */
    public JwksServer(HttpServerOptions options, IssuerKey... keys) {
        publish(keys);
        this.scheme = options.isSsl() ? "https" : "http";
        this.server = GatewayUnderTest.done(vertx.createHttpServer(options)
                .requestHandler(request -> {
                    asked.add(request);
                    behaviour.accept(request);
                })
                .listen(0, "127.0.0.1"));
    }

    /** Where the keys are. */
    public String url() {
        return scheme + "://localhost:" + server.actualPort() + PATH;
    }

    /** These are the keys from now on. */
    public void publish(IssuerKey... keys) {
        answer(200, TestIssuer.keySet(keys));
    }

    /** Whoever asks gets this, and these headers. */
    public void answer(int status, String body, String... headers) {
        behaviour = request -> {
            for (int at = 0; at < headers.length; at += 2) {
                request.response().putHeader(headers[at], headers[at + 1]);
            }
            request.response().setStatusCode(status).end(body).onFailure(gone -> {});
        };
    }

    /** Whoever asks is told nothing, until {@link #release}. */
    public void hold() {
        behaviour = held::add;
    }

    /** Whoever was told nothing gets this now. */
    public void release(IssuerKey... keys) {
        held.forEach(request -> request.response().end(TestIssuer.keySet(keys)).onFailure(gone -> {}));
        held.clear();
    }

    /** Whoever asks is cut off. */
    public void breakOff() {
        behaviour = request -> request.connection().close().onFailure(gone -> {});
    }

    /** How often the keys were asked for. */
    public int asked() {
        return asked.size();
    }

    /** The requests, oldest first. */
    public List<HttpServerRequest> requests() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        GatewayUnderTest.done(vertx.close());
    }
}
