package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.ResourceId;
import io.tuyere.gateway.LearnedRegions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/** {@code /learned-regions}: where a device, user or home of a tenant was found, and forgetting it. Any thread. */
public final class LearnedRegionsResource implements AdminResource {
    private static final String PATH = "/learned-regions/{tenant}/{kind}/{id}";

    private final LearnedRegions learned;

    /** What the process has learned. */
    public LearnedRegionsResource(LearnedRegions learned) {
        this.learned = learned;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read(PATH, this::find);
        routes.act(HttpMethod.DELETE, PATH, Role.OPERATE, "region forget", this::forget);
    }

    private Future<AdminAnswer> find(AdminCall call) {
        ResourceId resource = resource(call);
        return learned.recall(call.path("tenant"), resource)
                .map(asked -> learned.find(call.path("tenant"), resource)
                        .map(region -> AdminAnswer.ok(view(call, region)))
                        .orElseThrow(LearnedRegionsResource::nothing));
    }

    private Future<AdminAnswer> forget(AdminCall call) {
        ResourceId resource = resource(call);
        String region = learned.find(call.path("tenant"), resource).orElseThrow(LearnedRegionsResource::nothing);
        return learned.forgetEverywhere(call.path("tenant"), resource, region)
                .map(shared -> AdminAnswer.ok(view(call, region).put("forgotten_in_redis", shared)));
    }

    private static AdminProblem nothing() {
        return AdminProblem.notFound("nothing was learned about it");
    }

    private static JsonObject view(AdminCall call, String region) {
        return new JsonObject()
                .put("tenant", call.path("tenant"))
                .put("kind", call.path("kind"))
                .put("id", call.path("id"))
                .put("region", region);
    }

    private static ResourceId resource(AdminCall call) {
        for (ResourceId.Kind kind : ResourceId.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(call.path("kind"))) {
                Optional<ResourceId> resource = ResourceId.of(kind, call.path("id"));
                return resource.orElseThrow(() -> AdminProblem.badRequest("this is no id of a " + call.path("kind")));
            }
        }
        throw AdminProblem.badRequest("kind must be one of device, user, home, space, asset");
    }
}
