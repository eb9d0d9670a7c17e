package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.tuyere.upstream.BreakerKey;
import io.tuyere.upstream.BreakerKind;
import io.tuyere.upstream.BreakerState;
import io.tuyere.upstream.Breakers;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code /breakers}: the circuit breakers that have something to tell; the operator may hold and reset them. Any thread. */
public final class BreakersResource implements AdminResource {
    private final Supplier<Directory> directory;
    private final Breakers breakers;
    private final PathTemplates templates;

    /** The breakers of the process. */
    public BreakersResource(Supplier<Directory> directory, Breakers breakers, PathTemplates templates) {
        this.directory = directory;
        this.breakers = breakers;
        this.templates = templates;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/breakers", call -> Future.succeededFuture(AdminAnswer.ok(list(call))));
        steer(routes, "hold-open", breakers::holdOpen);
        steer(routes, "hold-closed", breakers::holdClosed);
        steer(routes, "reset", breakers::reset);
    }

    private void steer(AdminRoutes routes, String verb, Consumer<BreakerKey> change) {
        routes.act(HttpMethod.POST, "/breakers/" + verb, Role.OPERATE, "breaker " + verb, call -> {
            BreakerKey key = key(call.body());
            change.accept(key);
            return Future.succeededFuture(AdminAnswer.ok(now(key)).about(name(key)));
        });
    }

    private JsonObject list(AdminCall call) {
        Optional<String> region = call.query("region");
        Optional<String> kind = call.query("kind");
        List<BreakerState> wanted = breakers.states().stream()
                .filter(state ->
                        region.isEmpty() || region.get().equals(state.key().region()))
                .filter(state ->
                        kind.isEmpty() || kind.get().equals(state.key().kind().label()))
                .toList();
        return call.page().of("breakers", wanted, state -> name(state.key()), BreakersResource::view);
    }

    private JsonObject now(BreakerKey key) {
        return view(
                breakers.find(key).orElseGet(() -> new BreakerState(key, BreakerState.Position.CLOSED, "", 0, 0, 0)));
    }

    /** The breaker that a body names; only what is configured has one, so that their number is bounded. */
    private BreakerKey key(JsonObject body) {
        BreakerKind kind = kind(AdminCall.text(body, "kind"));
        String region = AdminCall.text(body, "region");
        if (directory.get().regions().all().stream()
                .noneMatch(known -> known.id().equals(region))) {
            throw AdminProblem.notFound("there is no region of this name");
        }
        String project = kind == BreakerKind.TRANSPORT ? "" : AdminCall.text(body, "project");
        if (!project.isEmpty() && !isProject(project)) {
            throw AdminProblem.notFound("no tenant has a project with this access id");
        }
        String family = kind == BreakerKind.PRODUCT ? AdminCall.text(body, "family") : "";
        if (!family.isEmpty() && !isFamily(family)) {
            throw AdminProblem.notFound("there is no API family of this name");
        }
        return new BreakerKey(kind, region, project, family);
    }

    private static BreakerKind kind(String word) {
        for (BreakerKind kind : BreakerKind.values()) {
            if (kind.label().equals(word)) {
                return kind;
            }
        }
        throw AdminProblem.badRequest("kind must be transport, access or product");
    }

    private boolean isProject(String accessId) {
        return directory.get().tenants().values().stream()
                .map(Tenant::projects)
                .flatMap(projects -> projects.values().stream())
                .map(Project::accessId)
                .anyMatch(accessId::equals);
    }

    private boolean isFamily(String family) {
        return templates.all().stream().map(PathTemplate::family).anyMatch(family::equals)
                || family.equals(templates.match("/").family());
    }

    private static String name(BreakerKey key) {
        return String.join(":", key.kind().label(), key.region(), key.project(), key.family());
    }

    static JsonObject view(BreakerState state) {
        return new JsonObject()
                .put("kind", state.key().kind().label())
                .put("region", state.key().region())
                .put("project", state.key().project())
                .put("family", state.key().family())
                .put(
                        "position",
                        state.position().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("reason", state.reason())
                .put("code", state.code())
                .put("since_ms", state.sinceMillis())
                .put("probe_in_ms", state.probeInMillis());
    }
}
