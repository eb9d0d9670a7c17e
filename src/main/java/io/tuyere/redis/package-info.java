/**
 * The shared state: the life of the Redis connection, its scripts, whether it is up, and values that are sealed before
 * they leave the process. It may use {@code core} and {@code observe}. Start reading at {@link io.tuyere.redis.RedisLink}.
 */
@NullMarked
package io.tuyere.redis;

import org.jspecify.annotations.NullMarked;
