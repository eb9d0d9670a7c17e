package io.tuyere;

import io.tuyere.config.Configuration;
import io.tuyere.gateway.Directories;
import io.tuyere.gateway.Directory;
import io.tuyere.observe.Logs;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The tenants of a configuration for a command. Those in Redis are read once, without becoming one of the fleet.
 *
 * @param directory of all that can be read
 * @param unreadable ids of those that cannot, to why
 */
record KnownTenants(Directory directory, Map<String, String> unreadable) {
    private static final String CHATTER = "io.tuyere";

    /** Blocks until they are read; fails with words for people when Redis cannot be had. */
    static KnownTenants of(Configuration configuration) {
        Directory known = Wiring.directory(configuration);
        return Wiring.inRedis(configuration)
                ? read(configuration, new Directories(known))
                : new KnownTenants(known, Map.of());
    }

    private static KnownTenants read(Configuration configuration, Directories directories) {
        Vertx vertx = Vertx.vertx();
        try {
            SharedState shared =
                    SharedState.of(vertx, configuration.redis().orElseThrow(), new Meters(), System::currentTimeMillis);
            StoredTenants stored = StoredTenants.of(vertx, configuration, shared, directories);
            return quietly(() -> read(shared, stored));
        } finally {
            Servers.awaited(vertx.close());
        }
    }

    /** What is wrong is said once, by the command. */
    private static KnownTenants quietly(Supplier<KnownTenants> reading) {
        Logs logs = new Logs();
        logs.set(CHATTER, "OFF");
        try {
            return reading.get();
        } finally {
            logs.set(CHATTER, "INFO");
        }
    }

    private static KnownTenants read(SharedState shared, StoredTenants stored) {
        Servers.awaited(shared.start().compose(tried -> stored.start()));
        String reason = shared.state().reason();
        Object unused = Servers.awaited(Future.join(stored.close(), shared.close()));
        if (!stored.feed().loaded()) {
            throw new IllegalStateException("tenants are kept in redis, which cannot be reached: " + reason);
        }
        return new KnownTenants(stored.directories().get(), stored.feed().skipped());
    }

    /** Why there is no tenant of this id, for people. */
    String absent(String id) {
        String why = unreadable.get(id);
        return why == null ? "the configuration has no tenant " + id : "tenant " + id + " cannot be read: " + why;
    }
}
