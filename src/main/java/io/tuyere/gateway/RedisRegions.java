package io.tuyere.gateway;

import io.tuyere.core.ResourceId;
import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Learned regions in Redis, a key for each resource. What was learned is written in batches, so that a burst of first calls
 * costs Redis one round trip. Any thread.
 */
public final class RedisRegions implements SharedRegions {
    static final long FIND_MILLIS = 5;
    static final long BATCH_EVERY_MILLIS = 100;

    private static final int MAX_BATCH = 500;
    private static final int MAX_PENDING = 10_000;
    private static final long LIFE_SECONDS = Duration.ofDays(30).toSeconds();
    private static final Pattern REGION_ID = Pattern.compile("[a-z0-9-]{1,40}");

    private final Vertx vertx;
    private final RedisLink redis;
    private final Map<String, String> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Regions behind this link. */
    public RedisRegions(Vertx vertx, RedisLink redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    @Override
    public Future<Optional<String>> find(String tenant, ResourceId resource) {
        return redis.send(Request.cmd(Command.GET).arg(key(tenant, resource)))
                .timeout(FIND_MILLIS, TimeUnit.MILLISECONDS)
                .map(RedisRegions::region);
    }

    private static Optional<String> region(Response stored) {
        return Optional.ofNullable(stored)
                .map(Response::toString)
                .filter(text -> REGION_ID.matcher(text).matches());
    }

    @Override
    public void learned(String tenant, ResourceId resource, String region) {
        if (pending.size() < MAX_PENDING) {
            pending.put(key(tenant, resource), region);
            schedule();
        }
    }

    @Override
    public Future<Void> forget(String tenant, ResourceId resource) {
        pending.remove(key(tenant, resource));
        return redis.send(Request.cmd(Command.DEL).arg(key(tenant, resource))).mapEmpty();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            vertx.setTimer(BATCH_EVERY_MILLIS, due -> {
                scheduled.set(false);
                write();
            });
        }
    }

    /** Commands that are sent one behind the other share a connection and need not wait for each other's answers. */
    private void write() {
        Iterator<Map.Entry<String, String>> learned = pending.entrySet().iterator();
        for (int i = 0; i < MAX_BATCH && learned.hasNext(); i++) {
            Map.Entry<String, String> each = learned.next();
            learned.remove();
            write(each.getKey(), each.getValue());
        }
        if (!pending.isEmpty()) {
            schedule();
        }
    }

    private void write(String key, String region) {
        Request set = Request.cmd(Command.SET).arg(key).arg(region).arg("EX").arg(LIFE_SECONDS);
        redis.send(set).onFailure(lost -> {
            // Others learn it by themselves.
        });
    }

    private static String key(String tenant, ResourceId resource) {
        return RedisKeys.PREFIX + "region:" + RedisKeys.escaped(tenant) + ':'
                + resource.kind().name().toLowerCase(Locale.ROOT) + ':' + RedisKeys.escaped(resource.id());
    }
}
