package io.tuyere.sim;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Optional;

/**
 * One region on one port and one event loop. A call passes in order: faults on arrival, {@link Admission}, refusals planted
 * for admitted calls, its {@link Endpoint}, faults on the answer.
 */
final class RegionServer extends VerticleBase {
    private final World world;
    private final DataCentre centre;
    private final RouteTable routes;
    private final RegionCounters counters;
    private final Admission admission;
    private final AuthorizationPage authorization;
    private final Envelope envelope;
    private final int port;

    /**
     * A server for one region, not listening yet.
     *
     * @param port 0 for any free one
     */
    RegionServer(World world, DataCentre centre, int port) {
        this.world = world;
        this.centre = centre;
        this.port = port;
        routes = Endpoints.of(world, centre);
        counters = world.counters(centre.region());
        admission = new Admission(world, centre);
        authorization = new AuthorizationPage(world, centre);
        envelope = new Envelope(centre.clock(), centre.region());
    }

    @Override
    public Future<?> start() {
        FaultPlayer player = new FaultPlayer(vertx, centre, envelope);
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false) // else a connection is counted with its first byte only
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(64 * 1024)
                .setAcceptBacklog(1024);
        String host = world.settings().host();
        return vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(request -> arrived(request, player))
                .listen(port, host)
                .onSuccess(server -> centre.listensAt(URI.create("http://" + host + ":" + server.actualPort())));
    }

    private void connected(HttpConnection connection) {
        counters.connected();
        connection.exceptionHandler(broken -> {}).closeHandler(closed -> counters.disconnected());
    }

    private void arrived(HttpServerRequest request, FaultPlayer player) {
        String path = request.path() == null ? "" : request.path();
        if (path.equals(AuthorizationPage.PATH)) {
            authorization.answer(request); // for browsers, so it is no call and not counted as one
            return;
        }
        String[] segments = RouteTable.segments(path);
        Route route = routes.find(request.method().name(), segments);
        counters.arrived(route.label());
        Stay stay = new Stay(counters);
        request.response().endHandler(stay).closeHandler(stay);
        request.body().onSuccess(body -> received(request, call(request, path, segments, route, body), player));
    }

    private static SimCall call(HttpServerRequest request, String path, String[] segments, Route route, Buffer body) {
        return new SimCall(
                request.method().name(),
                path,
                request.query(),
                segments,
                route,
                request.headers(),
                body,
                request.remoteAddress().hostAddress());
    }

    private void received(HttpServerRequest request, SimCall call, FaultPlayer player) {
        Optional<Fault> fault = fault(FaultKind.Phase.ARRIVAL, call);
        if (fault.isPresent()) {
            player.onArrival(fault.get(), request, call, () -> serve(request, call, player));
        } else {
            serve(request, call, player);
        }
    }

    private void serve(HttpServerRequest request, SimCall call, FaultPlayer player) {
        try {
            Caller caller = admission.admit(call);
            Optional<Fault> refusal = fault(FaultKind.Phase.ADMITTED, call);
            if (refusal.isPresent()) {
                counters.refused(refusal.get().code());
                player.onAnswer(refusal.get(), request, call, Buffer.buffer());
            } else {
                execute(request, call, caller, player);
            }
        } catch (RefusedException refused) {
            counters.refused(refused.refusal().code());
            Replies.json(request, envelope.render(refused.refusal()));
        }
    }

    private void execute(HttpServerRequest request, SimCall call, Caller caller, FaultPlayer player) {
        Answer answer = answer(call, caller);
        Buffer whole = envelope.render(answer);
        Optional<Fault> fault = fault(FaultKind.Phase.EXECUTED, call);
        if (fault.isPresent()) {
            player.onAnswer(fault.get(), request, call, whole);
        } else if (answer instanceof Answer.Result result && result.chunked()) {
            Replies.chunked(request, whole);
        } else {
            Replies.json(request, whole);
        }
    }

    private Answer answer(SimCall call, Caller caller) {
        Answer answer;
        try {
            answer = call.route().endpoint().answer(call, caller);
        } catch (RefusedException refused) {
            answer = refused.refusal();
        }
        if (answer instanceof Refusal refusal) {
            counters.refused(refusal.code());
        }
        return answer;
    }

    private Optional<Fault> fault(FaultKind.Phase phase, SimCall call) {
        Optional<Fault> fault = world.faults().take(phase, centre.region(), call);
        if (fault.isPresent()) {
            counters.faulted();
        }
        return fault;
    }

    /** A request in flight; it leaves once, whether its answer or its connection ends first. Vert.x tells of one or of both. */
    private static final class Stay implements Handler<Void> {
        private final RegionCounters counters;
        private boolean over;

        Stay(RegionCounters counters) {
            this.counters = counters;
        }

        @Override
        public void handle(Void ended) {
            if (!over) {
                over = true;
                counters.left();
            }
        }
    }
}
