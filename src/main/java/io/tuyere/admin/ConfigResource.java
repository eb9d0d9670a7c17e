package io.tuyere.admin;

import io.tuyere.admin.AdminProblem.Kind;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.EffectiveConfiguration;
import io.tuyere.config.Generation;
import io.tuyere.config.Generation.Trigger;
import io.tuyere.config.Generations;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /config}: what is in force, what became of each reading, and reading it again. Any thread. */
public final class ConfigResource implements AdminResource {
    private final Generations generations;
    private final Supplier<Optional<ConfigWatcher>> watcher;

    /**
     * The configuration of the process.
     *
     * @param watcher reads files again; empty where the configuration came from none
     */
    public ConfigResource(Generations generations, Supplier<Optional<ConfigWatcher>> watcher) {
        this.generations = generations;
        this.watcher = watcher;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/config", call -> Future.succeededFuture(AdminAnswer.ok(effective())));
        routes.read("/config/generations", call -> Future.succeededFuture(AdminAnswer.ok(history(call.page()))));
        routes.act(HttpMethod.POST, "/config/reload", Role.OPERATE, "reload", call -> reload());
    }

    private JsonObject effective() {
        return new JsonObject()
                .put("generation", generations.inForce())
                .put("last", view(generations.last()))
                .put("effective", EffectiveConfiguration.of(generations.configuration()));
    }

    private JsonObject history(Page page) {
        return page.first("generations", generations.history(), ConfigResource::view)
                .put("generation", generations.inForce());
    }

    private Future<AdminAnswer> reload() {
        return watcher.get()
                .map(files -> files.reload(Trigger.ADMIN))
                .orElseThrow(() -> new AdminProblem(Kind.NO_FILES, "this configuration was not read from files"))
                .map(ConfigResource::answer);
    }

    private static AdminAnswer answer(Generation generation) {
        if (!generation.taken()) {
            throw new AdminProblem(Kind.CONFIG_REFUSED, "the old configuration stays in force", generation.problems());
        }
        return AdminAnswer.ok(view(generation));
    }

    private static JsonObject view(Generation generation) {
        return new JsonObject()
                .put("number", generation.number())
                .put("at", Instant.ofEpochMilli(generation.atMillis()).toString())
                .put("trigger", generation.trigger().word())
                .put("taken", generation.taken())
                .put("problems", new JsonArray(generation.problems()))
                .put("waiting_for_restart", new JsonArray(generation.waiting()));
    }
}
