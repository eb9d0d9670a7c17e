package io.tuyere.admin;

import io.tuyere.core.Region;
import io.tuyere.gateway.Directory;
import io.tuyere.upstream.BreakerKind;
import io.tuyere.upstream.BreakerState;
import io.tuyere.upstream.Breakers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /regions}: the data centres, and how each is reached at the moment. Any thread. */
public final class RegionsResource implements AdminResource {
    private final Supplier<Directory> directory;
    private final Breakers breakers;

    /** The regions of whatever directory is current. */
    public RegionsResource(Supplier<Directory> directory, Breakers breakers) {
        this.directory = directory;
        this.breakers = breakers;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/regions", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
        routes.read("/regions/{region}", call -> Future.succeededFuture(AdminAnswer.ok(one(call.path("region")))));
    }

    private JsonObject list(Page page) {
        Map<String, BreakerState> transport = transport();
        return page.of(
                "regions",
                directory.get().regions().all(),
                Region::id,
                region -> view(region, transport.get(region.id())));
    }

    private JsonObject one(String id) {
        Region region = directory
                .get()
                .regions()
                .find(id)
                .orElseThrow(() -> AdminProblem.notFound("there is no region of this name"));
        return view(region, transport().get(region.id()));
    }

    private Map<String, BreakerState> transport() {
        return breakers.states().stream()
                .filter(state -> state.key().kind() == BreakerKind.TRANSPORT)
                .collect(Collectors.toMap(state -> state.key().region(), Function.identity()));
    }

    private static JsonObject view(Region region, @Nullable BreakerState state) {
        return new JsonObject()
                .put("id", region.id())
                .put("name", region.displayName())
                .put("base_url", region.baseUrl().toString())
                .put("message_queue", region.messageQueue())
                .put("called", state != null)
                .put("breaker", state == null ? null : BreakersResource.view(state));
    }
}
