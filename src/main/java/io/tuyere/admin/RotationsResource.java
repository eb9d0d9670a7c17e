package io.tuyere.admin;

import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.ClientSecrets;
import io.tuyere.gateway.Directory;
import io.tuyere.upstream.ProjectSecrets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rotations}: access ids that have two secrets, and whether this instance still needs the old one. Of a credential it says
 * when clients used either; of a project, which one a region takes. Any thread.
 */
public final class RotationsResource implements AdminResource {
    private final Supplier<Directory> directory;
    private final ClientSecrets clients;
    private final ProjectSecrets projects;

    /** The rotations of the tenants of whatever directory is current. */
    public RotationsResource(Supplier<Directory> directory, ClientSecrets clients, ProjectSecrets projects) {
        this.directory = directory;
        this.clients = clients;
        this.projects = projects;
    }

    /** One of them; those that share a project in a region have the same name. */
    private record Rotation(String name, JsonObject view) {}

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/rotations", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
    }

    private JsonObject list(Page page) {
        Iterable<Rotation> all = () -> directory.get().tenants().values().stream()
                .flatMap(tenant -> Stream.concat(credentials(tenant), projects(tenant)))
                .iterator();
        return page.of("rotations", all, Rotation::name, Rotation::view);
    }

    private Stream<Rotation> credentials(Tenant tenant) {
        return tenant.credentials().stream()
                .filter(Credential.Signed.class::isInstance)
                .map(Credential.Signed.class::cast)
                .filter(signed -> signed.secrets().rotating())
                .map(signed -> credential(tenant, signed));
    }

    private Rotation credential(Tenant tenant, Credential.Signed signed) {
        ClientSecrets.LastUsed used = clients.lastUsed(signed);
        JsonObject view = new JsonObject()
                .put("of", "credential")
                .put("tenant", tenant.id())
                .put("access_id", signed.accessId())
                .put("new_last_used", time(used.newMillis()))
                .put("old_last_used", time(used.oldMillis()));
        return new Rotation("credential:" + signed.accessId(), view);
    }

    private Stream<Rotation> projects(Tenant tenant) {
        return tenant.projects().entrySet().stream()
                .filter(entry -> entry.getValue().rotating())
                .map(this::project);
    }

    private Rotation project(Map.Entry<String, Project> entry) {
        String accessId = entry.getValue().accessId();
        String region = entry.getKey();
        ProjectSecrets.Standing standing = projects.standing(entry.getValue(), region);
        JsonObject view = new JsonObject()
                .put("of", "project")
                .put("access_id", accessId)
                .put("region", region)
                .put("takes", standing.name().toLowerCase(Locale.ROOT));
        return new Rotation("project:" + accessId + ":" + region, view);
    }

    private static @Nullable String time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
