package io.tuyere.jwt;

import io.tuyere.observe.JwtMeters;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all issuers, each place where they are once, however many tenants name it. A place is there while the
 * configuration names it, or for a moment longer. Any thread.
 */
public final class KeySources {
    private static final int TICK_MILLIS = 1_000;

    private final Vertx vertx;
    private final JwksClient client;
    private final Supplier<Set<String>> wanted;
    private final JwtMeters meters;
    private final LongSupplier nanos;
    private final Map<String, KeySource> sources = new ConcurrentHashMap<>();
    private final AtomicLong timer = new AtomicLong(-1);

    /**
     * Keys that nobody looks after yet.
     *
     * @param wanted the places that the configuration names now
     * @param nanos a clock that never goes back
     */
    public KeySources(
            Vertx vertx, JwksClient client, Supplier<Set<String>> wanted, JwtMeters meters, LongSupplier nanos) {
        this.vertx = vertx;
        this.client = client;
        this.wanted = wanted;
        this.meters = meters;
        this.nanos = nanos;
    }

    /** Looks after the keys from now on. */
    public void start() {
        tick();
        timer.set(vertx.setPeriodic(TICK_MILLIS, fired -> tick()));
    }

    /** Looks after them no longer. */
    public void stop() {
        vertx.cancelTimer(timer.get());
    }

    /** Takes places that are named, lets go of those that no longer are, and fetches what is due. */
    void tick() {
        Set<String> named = wanted.get();
        sources.keySet().retainAll(named);
        named.forEach(jwks -> of(jwks).tick());
    }

    /** The keys in a place that the configuration names. */
    KeySource of(String jwks) {
        return sources.computeIfAbsent(jwks, this::made);
    }

    private KeySource made(String jwks) {
        return jwks.startsWith("{") ? new WrittenKeys(jwks) : new PublishedKeys(jwks, client, meters, nanos);
    }

    /** The keys in a place, null for one that is not looked after. */
    @Nullable
    KeySource find(String jwks) {
        return sources.get(jwks);
    }

    /** Places of keys that could not be read or fetched lately. */
    public int troubled() {
        return (int) sources.values().stream()
                .filter(source -> !source.trouble().isEmpty())
                .count();
    }
}
