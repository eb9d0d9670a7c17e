package io.tuyere.admin;

import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** {@code /admin/v1}: the resources that an operator sees and steers, and the OpenAPI document that describes them. */
public final class AdminApi {
    private final Supplier<ManagementSettings> settings;
    private final Meters meters;
    private final List<AdminResource> resources;

    /**
     * The API over these resources.
     *
     * @param settings the present ones, since tokens may change while the gateway runs
     */
    public AdminApi(Supplier<ManagementSettings> settings, Meters meters, List<AdminResource> resources) {
        this.settings = settings;
        this.meters = meters;
        this.resources = List.copyOf(resources);
    }

    /** Adds its routes. */
    void mount(Router router) {
        AdminRoutes routes = new AdminRoutes(router, new AdminGuard(settings), meters);
        routes.read("/openapi.json", call -> Future.succeededFuture(AdminAnswer.ok(document())));
        resources.forEach(resource -> resource.routes(routes));
        routes.close();
    }

    /** Read anew for whoever asks, which is rare. */
    private static JsonObject document() {
        try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks openapi.json");
            }
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
