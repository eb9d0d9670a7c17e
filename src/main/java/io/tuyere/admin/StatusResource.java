package io.tuyere.admin;

import io.tuyere.config.Generations;
import io.tuyere.gateway.Directory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** {@code /status}: what runs here, since when, and what it has to do without. Any thread. */
public final class StatusResource implements AdminResource {
    private final String version;
    private final Supplier<Directory> directory;
    private final Generations generations;
    private final Supplier<String> lacking;
    private final LongSupplier nowMillis;
    private final long startedMillis;

    /** The status of a process that starts now. */
    public StatusResource(
            String version,
            Supplier<Directory> directory,
            Generations generations,
            Supplier<String> lacking,
            LongSupplier nowMillis) {
        this.version = version;
        this.directory = directory;
        this.generations = generations;
        this.lacking = lacking;
        this.nowMillis = nowMillis;
        this.startedMillis = nowMillis.getAsLong();
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/status", call -> Future.succeededFuture(AdminAnswer.ok(status(call.caller()))));
    }

    private JsonObject status(Caller caller) {
        return new JsonObject()
                .put("version", version)
                .put("java", Runtime.version().toString())
                .put("started", Instant.ofEpochMilli(startedMillis).toString())
                .put("now", Instant.ofEpochMilli(nowMillis.getAsLong()).toString())
                .put("degraded", lacking.get())
                .put("tenants", directory.get().tenants().size())
                .put("regions", directory.get().regions().all().size())
                .put("generation", generations.inForce())
                .put("last_reload_taken", generations.last().taken())
                .put(
                        "you",
                        new JsonObject()
                                .put("name", caller.name())
                                .put("role", caller.role().word()));
    }
}
