package io.tuyere.sim;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link SimControl} over HTTP, without authentication: it binds to the cloud's host. Bodies and answers are JSON; what is
 * wrong with a request is answered as 400 with {@code {"error": …}}.
 *
 * <table>
 * <caption>Calls</caption>
 * <tr><th>call</th><th>body or query</th><th>answer</th></tr>
 * <tr><td>GET /</td><td></td><td>region to base URL</td></tr>
 * <tr><td>GET /readyz</td><td></td><td>200: {@code {"status": "ready"}}</td></tr>
 * <tr><td>GET /faults</td><td></td><td>the faults in force, with the number of calls each met</td></tr>
 * <tr><td>PUT /faults</td><td>{@code {"fault": "reset", "region": "eu", "method": "POST", "path-prefix": "/v1.0/devices/",
 *     "times": 1, "after-execution": true}}; also {@code delay-ms, code, text, bytes, headers}; kinds and their meaning as in
 *     {@link FaultKind}, in dash-case; all but {@code fault} may be left out</td><td>{@code {"id": 1}}</td></tr>
 * <tr><td>DELETE /faults</td><td></td><td>ends all</td></tr>
 * <tr><td>DELETE /faults/{id}</td><td></td><td>ends one</td></tr>
 * <tr><td>GET /counters</td><td></td><td>by region, the fields of {@link CounterSnapshot} in dash-case</td></tr>
 * <tr><td>GET /commands</td><td>{@code ?device-id=…}</td><td>side effects in order, each with its body</td></tr>
 * <tr><td>POST /tokens/expire</td><td>{@code {"region": "eu", "refresh-tokens": false}}; all regions without
 *     {@code region}</td><td></td></tr>
 * <tr><td>POST /clock</td><td>{@code {"region": "eu", "offset-ms": 400000}}; all regions without {@code region}</td>
 *     <td></td></tr>
 * <tr><td>POST /projects</td><td>{@code {"access-id": "demo-project", "region": "us", "state": "suspended"}}; states as in
 *     {@link ProjectState}</td><td></td></tr>
 * <tr><td>POST /secrets</td><td>{@code {"access-id": "demo-project", "access-secrets": ["new", "old"]}}; those that are taken from
 *     now on, in all regions</td><td></td></tr>
 * <tr><td>POST /logins</td><td>{@code {"wrong-region": "followed"}}; as in {@link WrongRegionLogin}</td><td></td></tr>
 * <tr><td>POST /codes</td><td>{@code {"region": "eu", "code": "…", "uid": "…"}}</td><td></td></tr>
 * <tr><td>POST /reset</td><td></td><td>everything as at the start</td></tr>
 * </table>
 */
final class ControlServer extends VerticleBase {
    private final SimControl control;
    private final World world;
    private @Nullable HttpServer server;

    ControlServer(SimControl control) {
        this.control = control;
        this.world = control.world();
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(router())
                .listen(world.settings().basePort(), world.settings().host())
                .onSuccess(listening -> server = listening);
    }

    int port() {
        HttpServer listening = server;
        if (listening == null) {
            throw new IllegalStateException("the control port does not listen yet");
        }
        return listening.actualPort();
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        answer(router, HttpMethod.GET, "/", call -> baseUrls());
        answer(router, HttpMethod.GET, "/readyz", call -> new JsonObject().put("status", "ready"));
        answer(router, HttpMethod.GET, "/faults", call -> faults());
        answer(router, HttpMethod.PUT, "/faults", this::plant);
        answer(router, HttpMethod.DELETE, "/faults", call -> done(world.faults()::clear));
        answer(router, HttpMethod.DELETE, "/faults/:id", this::remove);
        answer(router, HttpMethod.GET, "/counters", call -> counters());
        answer(router, HttpMethod.GET, "/commands", this::commands);
        answer(router, HttpMethod.POST, "/tokens/expire", this::expireTokens);
        answer(router, HttpMethod.POST, "/clock", this::clock);
        answer(router, HttpMethod.POST, "/projects", this::projectState);
        answer(router, HttpMethod.POST, "/secrets", this::projectSecrets);
        answer(router, HttpMethod.POST, "/logins", this::logins);
        answer(router, HttpMethod.POST, "/codes", this::addCode);
        answer(router, HttpMethod.POST, "/reset", call -> done(control::reset));
        return router;
    }

    private static void answer(Router router, HttpMethod method, String path, Function<RoutingContext, Object> answer) {
        router.route(method, path).handler(call -> {
            try {
                call.json(answer.apply(call));
            } catch (IllegalArgumentException | ClassCastException | DecodeException e) {
                call.response().setStatusCode(400);
                call.json(new JsonObject().put("error", String.valueOf(e.getMessage())));
            }
        });
    }

    private JsonObject baseUrls() {
        JsonObject urls = new JsonObject();
        world.centres()
                .forEach(centre -> urls.put(centre.region(), centre.baseUrl().toString()));
        return urls;
    }

    private JsonArray faults() {
        return new JsonArray(
                world.faults().list().stream().map(FaultJson::write).toList());
    }

    private JsonObject plant(RoutingContext call) {
        return new JsonObject().put("id", world.faults().plant(FaultJson.read(body(call))));
    }

    private JsonObject remove(RoutingContext call) {
        boolean removed = world.faults().remove(Long.parseLong(call.pathParam("id")));
        return new JsonObject().put("removed", removed);
    }

    private JsonObject counters() {
        JsonObject regions = new JsonObject();
        world.centres().forEach(centre -> regions.put(centre.region(), json(control.counters(centre.region()))));
        return regions;
    }

    private static JsonObject json(CounterSnapshot seen) {
        return new JsonObject()
                .put("requests", json(seen.requests()))
                .put("token-calls", json(seen.tokenCalls()))
                .put("refusals", json(seen.refusals()))
                .put("signature-refusals", seen.refusals(Refusal.SIGN.code()))
                .put("commands", seen.commands())
                .put("faults", seen.faults())
                .put("connections", seen.connections())
                .put("open-connections", seen.openConnections())
                .put("in-flight", seen.inFlight())
                .put("in-flight-max", seen.inFlightMax());
    }

    private static JsonObject json(Map<?, Long> counts) {
        JsonObject json = new JsonObject();
        counts.forEach((label, count) -> json.put(label.toString(), count));
        return json;
    }

    private JsonArray commands(RoutingContext call) {
        String deviceId = call.request().getParam("device-id");
        if (deviceId == null) {
            throw new IllegalArgumentException("device-id is missing");
        }
        JsonArray list = new JsonArray();
        for (ExecutedCommand command : control.commands(deviceId)) {
            list.add(new JsonObject()
                    .put("region", command.region())
                    .put("access-id", command.accessId())
                    .put("uid", command.uid())
                    .put("method", command.method())
                    .put("path", command.path())
                    .put("body", command.body().toString()));
        }
        return list;
    }

    private JsonObject expireTokens(RoutingContext call) {
        boolean all = body(call).getBoolean("refresh-tokens", false);
        for (DataCentre centre : chosen(call)) {
            if (all) {
                centre.tokens().revokeAll();
            } else {
                centre.tokens().expireAll();
            }
        }
        return new JsonObject();
    }

    private JsonObject clock(RoutingContext call) {
        long offsetMillis = body(call).getLong("offset-ms", 0L);
        chosen(call).forEach(centre -> centre.clock().offset(offsetMillis));
        return new JsonObject();
    }

    private JsonObject projectSecrets(RoutingContext call) {
        if (!(body(call).getValue("access-secrets") instanceof JsonArray taken)) {
            throw new IllegalArgumentException("access-secrets is missing");
        }
        String[] secrets = taken.stream().map(String::valueOf).toArray(String[]::new);
        return done(() -> control.projectSecrets(text(call, "access-id"), secrets));
    }

    private JsonObject projectState(RoutingContext call) {
        ProjectState state = FaultJson.constant(ProjectState.class, text(call, "state"));
        return done(() -> control.projectState(text(call, "access-id"), text(call, "region"), state));
    }

    private JsonObject logins(RoutingContext call) {
        return done(
                () -> control.wrongRegionLogin(FaultJson.constant(WrongRegionLogin.class, text(call, "wrong-region"))));
    }

    private JsonObject addCode(RoutingContext call) {
        return done(() -> control.addCode(text(call, "region"), text(call, "code"), text(call, "uid")));
    }

    private Collection<DataCentre> chosen(RoutingContext call) {
        String region = body(call).getString("region");
        return region == null ? world.centres() : List.of(world.centre(region));
    }

    private static String text(RoutingContext call, String name) {
        String value = body(call).getString(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static JsonObject body(RoutingContext call) {
        JsonObject body = call.body().asJsonObject();
        return body == null ? new JsonObject() : body;
    }

    private static JsonObject done(Runnable change) {
        change.run();
        return new JsonObject();
    }
}
