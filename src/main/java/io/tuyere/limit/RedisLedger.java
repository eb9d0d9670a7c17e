package io.tuyere.limit;

import io.tuyere.redis.RedisKeys;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisNumbers;
import io.tuyere.redis.Script;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * The ledger in Redis: a key for each limit, which the script {@code limits.lua} changes by the server's clock, and one in which
 * the instances say every second that they live. Any thread.
 */
final class RedisLedger implements Ledger {
    /** An instance that said nothing for this long is dead. */
    private static final int SILENT_MILLIS = 5_000;

    private static final String INSTANCES = RedisKeys.PREFIX + "limit:instances";
    private static final Script TAKE = Script.beside(RedisLedger.class, "limits");
    private static final Script LIVE = Script.beside(RedisLedger.class, "instances");
    private static final String BY_ITS_CLOCK = "0";

    private final RedisLink link;
    private final String instance;
    private volatile int instances = 1;

    /** A ledger for an instance of this name. */
    RedisLedger(RedisLink link, String instance) {
        this.link = link;
        this.instance = instance;
    }

    @Override
    public boolean up() {
        return link.state().up();
    }

    @Override
    public int instances() {
        return instances;
    }

    @Override
    public Future<Grant> take(String key, Gcra rate, long permits) {
        return run(key, rate, permits, false);
    }

    @Override
    public Future<Grant> slowDown(String key, Gcra rate) {
        return run(key, rate, 0, true);
    }

    private Future<Grant> run(String key, Gcra rate, long permits, boolean slow) {
        List<Buffer> arguments = List.of(
                Buffer.buffer(BY_ITS_CLOCK),
                number(rate.intervalNanos()),
                number(rate.burst()),
                number(permits),
                number(0),
                number(slow ? 1 : 0));
        return link.run(TAKE, List.of(RedisKeys.PREFIX + "limit:" + key), arguments)
                .map(RedisLedger::grant);
    }

    private static Grant grant(Response answer) {
        return new Grant(RedisNumbers.at(answer, 0), RedisNumbers.at(answer, 1), RedisNumbers.at(answer, 2), (int)
                RedisNumbers.at(answer, 3));
    }

    private static Buffer number(long value) {
        return Buffer.buffer(Long.toString(value));
    }

    /** Says that this instance lives, and learns how many do; to be called every second. */
    Future<Void> beat() {
        return live(SILENT_MILLIS);
    }

    /** Says that this instance is no more. */
    Future<Void> leave() {
        return live(0);
    }

    private Future<Void> live(int millis) {
        return link.run(LIVE, List.of(INSTANCES), List.of(Buffer.buffer(instance), number(millis)))
                .onSuccess(count -> instances = (int) Math.max(1, RedisNumbers.of(count)))
                .mapEmpty();
    }
}
