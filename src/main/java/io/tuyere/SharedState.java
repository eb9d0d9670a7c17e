package io.tuyere;

import io.tuyere.observe.Meters;
import io.tuyere.observe.RedisMeters;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/** The connections to Redis, which live and die together. */
record SharedState(RedisState state, RedisLink link, RedisChannel announcements, RedisMeters meters) {
    static SharedState of(Vertx vertx, RedisSettings settings, Meters meters, LongSupplier clock) {
        RedisMeters redisMeters = meters.redis();
        RedisState state = new RedisState(meters, clock);
        RedisChannel announcements = new RedisChannel(vertx, settings, RedisKeys.PREFIX + "tokens");
        meters.gauge(
                "tuyere_redis_subscribed",
                "1 while announcements of other instances come in",
                () -> announcements.subscribed() ? 1 : 0);
        return new SharedState(state, new RedisLink(vertx, settings, state, redisMeters), announcements, redisMeters);
    }

    /** Begins to connect; completes when it is known whether Redis can be had. */
    Future<Void> start() {
        return Future.all(link.start(), announcements.start()).mapEmpty();
    }

    Future<Void> close() {
        return Future.join(link.close(), announcements.close()).mapEmpty();
    }
}
