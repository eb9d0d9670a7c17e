package io.tuyere.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;

/**
 * A connection and the client it belongs to. One client for one connection: closing the client is the only way to be rid of
 * the socket of a connection that hangs, and a new one knows nothing of a topology that has changed.
 */
record Opened(Redis client, RedisConnection connection) {
    Future<Void> close() {
        return client.close();
    }
}
