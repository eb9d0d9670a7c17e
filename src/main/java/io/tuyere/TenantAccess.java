package io.tuyere;

import io.tuyere.config.ConfigReader.TenantsReading;
import io.tuyere.config.Configuration;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import io.tuyere.observe.Logs;
import io.tuyere.observe.Meters;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisState;
import io.tuyere.redis.SealedValues;
import io.tuyere.tenant.StoredTenant;
import io.tuyere.tenant.TenantEditor;
import io.tuyere.tenant.TenantForm;
import io.tuyere.tenant.TenantRefused;
import io.tuyere.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The tenants in Redis for a command: connects, works, and is gone. The main thread only. */
final class TenantAccess implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final String CHATTER = "io.tuyere.redis";
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    private final ConfigOptions options;
    private final Configuration configuration;
    private final Vertx vertx;
    private final RedisLink link;
    private final TenantStore store;
    private final TenantEditor editor;
    private final AtomicInteger stored = new AtomicInteger();
    private final Logs logs = new Logs();

    private TenantAccess(ConfigOptions options, Configuration configuration, RedisSettings redis, Vertx vertx) {
        this.options = options;
        this.configuration = configuration;
        this.vertx = vertx;
        RegionTable regions = Wiring.directory(configuration).regions();
        Meters meters = new Meters();
        RedisState state = new RedisState(meters, System::currentTimeMillis);
        this.link = new RedisLink(vertx, redis.withCommandTimeout(COMMAND_TIMEOUT), state, meters.redis());
        logs.set(CHATTER, "ERROR"); // what is written may be on its way into a file
        this.store =
                new TenantStore(link, new SealedValues(configuration.secrets().masterKeys()));
        this.editor = new TenantEditor(store, StoredTenants.parser(() -> regions));
    }

    /** Connects to the Redis of a configuration. */
    static TenantAccess open(ConfigOptions options) {
        Configuration configuration = options.configuration();
        RedisSettings redis = configuration
                .redis()
                .orElseThrow(
                        () -> new ConfigurationException("the configuration names no redis, where tenants are kept"));
        TenantAccess access = new TenantAccess(options, configuration, redis, Vertx.vertx());
        access.done(access.link.start());
        if (!access.link.state().up()) {
            String reason = access.link.state().reason();
            access.close();
            throw new IllegalStateException("redis cannot be reached: " + reason);
        }
        return access;
    }

    TenantEditor editor() {
        return editor;
    }

    /** Waits for what is under way. */
    <T> T done(Future<T> future) {
        return Servers.awaited(future);
    }

    List<StoredTenant> all() {
        return done(store.all());
    }

    /** The tenants of these ids, all for none. */
    List<StoredTenant> some(List<String> ids) {
        if (ids.isEmpty()) {
            return all();
        }
        return ids.stream().map(id -> done(editor.find(id))).toList();
    }

    /** Stores the tenants of a file; answers those that were not, each with the reason. */
    List<String> imported(Path file, boolean replace) {
        TenantsReading reading = options.tenants(file, configuration);
        List<Tenant> tenants = reading.tenants()
                .orElseThrow(() -> new ConfigurationException("the file is not usable\n" + reading.render()));
        List<String> refused = new CopyOnWriteArrayList<>();
        for (int from = 0; from < tenants.size(); from += AT_ONCE) {
            List<Future<Void>> batch = new ArrayList<>();
            for (Tenant tenant : tenants.subList(from, Math.min(tenants.size(), from + AT_ONCE))) {
                OptionalLong expected = replace ? OptionalLong.empty() : OptionalLong.of(0);
                batch.add(editor.put(tenant.id(), TenantForm.of(tenant), expected)
                        .onSuccess(done -> stored.incrementAndGet())
                        .<Void>mapEmpty()
                        .recover(cause -> noted(tenant, cause, refused)));
            }
            done(Future.all(batch).<Void>mapEmpty());
        }
        return refused;
    }

    private static Future<Void> noted(Tenant tenant, Throwable cause, List<String> refused) {
        if (!(cause instanceof TenantRefused known)) {
            return Future.failedFuture(cause);
        }
        refused.add(tenant.id() + ": " + known.getMessage() + String.join("; ", known.problems()));
        return Future.succeededFuture();
    }

    /** Tenants stored by {@link #imported}. */
    int stored() {
        return stored.get();
    }

    @Override
    public void close() {
        logs.set(CHATTER, "INFO");
        done(link.close());
        done(vertx.close());
    }
}
