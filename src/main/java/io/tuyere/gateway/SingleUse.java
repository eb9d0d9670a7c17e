package io.tuyere.gateway;

import io.vertx.core.Future;
import java.time.Duration;

/** Knows what was used already. Any thread; futures complete on the caller's event loop. */
@FunctionalInterface
public interface SingleUse {
    /**
     * Uses something; fails with {@code SESSION_UNAVAILABLE} when nobody can say whether it was used elsewhere.
     *
     * @param id names it, without secrets
     * @param life how long it is to be remembered
     * @return whether this was its first use
     */
    Future<Boolean> use(String id, Duration life);
}
