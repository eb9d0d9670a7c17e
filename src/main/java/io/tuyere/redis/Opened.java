package io.tuyere.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection and the client it belongs to. One client for one connection: closing the client is the only way to be rid of
 * the socket of a connection that hangs, and a new one knows nothing of a topology that has changed.
 *
 * @param urls where it leads: one server, or the seeds of a cluster
 */
record Opened(Redis client, RedisConnection connection, List<String> urls) {
    private static final int CLOSE_MILLIS = 2_000;

    Future<Void> close() {
        return close(client);
    }

    /** Whoever waits for the end of a connection to open the next one must not wait for ever. */
    static Future<Void> close(Redis client) {
        return client.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
