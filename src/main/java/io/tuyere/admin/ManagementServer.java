package io.tuyere.admin;

import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * The management port: {@code /livez} (the event loops turn), {@code /readyz} (calls are taken; status {@code
 * degraded} where the gateway goes on without something), {@code /healthz} (the same as
 * {@code /readyz}), {@code /metrics} (Prometheus text format), {@code /admin/v1}, {@code /console}, and the pages about errors.
 */
public final class ManagementServer {
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final HttpServer server;
    private final Meters meters;
    private final Supplier<String> lacking;
    private final Supplier<String> awaited;
    private volatile State state = State.STARTING;

    private enum State {
        STARTING("starting"),
        READY("ready"),
        DRAINING("draining");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    /**
     * A server that does not listen yet.
     *
     * @param lacking what the gateway has to do without at the moment, for people; empty when it lacks nothing
     * @param awaited what has to come before calls can be taken, for people; empty when nothing has
     */
    public ManagementServer(
            Vertx vertx,
            ManagementSettings settings,
            Meters meters,
            Supplier<String> lacking,
            Supplier<String> awaited,
            AdminApi api) {
        this.meters = meters;
        this.lacking = lacking;
        this.awaited = awaited;
        Router router = Router.router(vertx);
        router.get("/livez").handler(context -> answer(context, 200, "live"));
        router.get("/readyz").handler(this::readiness);
        router.get("/healthz").handler(this::readiness);
        router.get("/metrics").handler(this::metrics);
        new ErrorPages().mount(router);
        api.mount(router);
        new Console().mount(router);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setHttp2ClearTextEnabled(false);
        this.server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connection.exceptionHandler(broken -> {})) // a prober that left
                .requestHandler(router);
    }

    /** Begins to listen. */
    public Future<Void> start() {
        return server.listen().mapEmpty();
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Calls are taken from now on. */
    public void ready() {
        state = State.READY;
    }

    /** No new calls should come: whoever balances load is to look elsewhere. */
    public void draining() {
        state = State.DRAINING;
    }

    /** Closes the port. */
    public Future<Void> stop() {
        return server.close();
    }

    private void readiness(RoutingContext context) {
        String missing = lacking.get();
        String coming = awaited.get();
        if (state == State.READY && !coming.isEmpty()) {
            answer(
                    context,
                    503,
                    new JsonObject().put("status", State.STARTING.word).put("reason", coming));
        } else if (state == State.READY && !missing.isEmpty()) {
            answer(context, 200, new JsonObject().put("status", "degraded").put("reason", missing));
        } else {
            answer(context, state == State.READY ? 200 : 503, state.word);
        }
    }

    private void metrics(RoutingContext context) {
        String accepted = context.request().getHeader("Accept");
        String type = accepted != null && accepted.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        context.vertx()
                .executeBlocking(() -> meters.scrape(type), false) // thousands of series, and gauges that count
                .compose(page ->
                        context.response().putHeader("Content-Type", type).end(page))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, int status, String word) {
        answer(context, status, new JsonObject().put("status", word));
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer())
                .onFailure(context::fail);
    }
}
