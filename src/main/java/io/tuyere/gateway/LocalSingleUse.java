package io.tuyere.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;

/** What this instance saw being used; bounded, and forgotten after the longest life there is. Any thread. */
public final class LocalSingleUse implements SingleUse {
    private static final long MAX_REMEMBERED = 100_000;

    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(Tickets.LONGEST_LIFE)
            .build();

    @Override
    public Future<Boolean> use(String id, Duration life) {
        return Future.succeededFuture(used.asMap().putIfAbsent(id, true) == null);
    }
}
