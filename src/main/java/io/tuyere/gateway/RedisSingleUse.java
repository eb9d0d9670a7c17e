package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;

/** What all instances saw being used. While Redis is lost nothing may be used, since another instance might know better. Any thread. */
public final class RedisSingleUse implements SingleUse {
    private final RedisLink redis;

    /** Over this link. */
    public RedisSingleUse(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Future<Boolean> use(String id, Duration life) {
        Request set = Request.cmd(Command.SET)
                .arg(RedisKeys.PREFIX + "used:" + RedisKeys.escaped(id))
                .arg("1")
                .arg("NX")
                .arg("PX")
                .arg(life.toMillis());
        return redis.send(set)
                .map(RedisSingleUse::wasSet)
                .recover(lost -> Future.failedFuture(new Failure.SessionUnavailable().toException()));
    }

    /** Redis answers nothing when the key was there. */
    private static boolean wasSet(Response answer) {
        return Optional.ofNullable(answer).isPresent();
    }
}
