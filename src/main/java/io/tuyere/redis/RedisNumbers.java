package io.tuyere.redis;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Reads the numbers in answers of Redis. Any thread. */
public final class RedisNumbers {
    private RedisNumbers() {}

    /** The number that an answer is; fails when it is something else. */
    public static long of(@Nullable Response answer) {
        Long number = answer == null ? null : answer.toLong();
        if (number == null) {
            throw new RedisLostException("Redis answered something else than a number");
        }
        return number;
    }

    /** The number in one place of an answer with several. */
    public static long at(Response answer, int place) {
        return of(answer.get(place));
    }
}
