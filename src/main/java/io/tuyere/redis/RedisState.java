package io.tuyere.redis;

import io.tuyere.observe.Meters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Redis is up, in one place: read by whoever wants to know, told to whoever waits for it, logged once per change. Any thread. */
public final class RedisState {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final String NOT_YET = "not connected yet";

    private final List<Runnable> whenUp = new CopyOnWriteArrayList<>();
    private final LongSupplier nowMillis;
    private volatile Seen seen;

    /** A state that is down until somebody says otherwise, by a clock in milliseconds since the epoch. */
    public RedisState(Meters meters, LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
        this.seen = new Seen(false, NOT_YET, nowMillis.getAsLong());
        meters.gauge("tuyere_redis_up", "1 while the shared state can be used, 0 while it is lost", () -> up() ? 1 : 0);
    }

    private record Seen(boolean up, String reason, long sinceMillis) {}

    /** Whether commands are being answered. */
    public boolean up() {
        return seen.up;
    }

    /** Why it is down, for people; empty while it is up. */
    public String reason() {
        return seen.reason;
    }

    /** Whether it came back less than this long ago, so that what other instances did meanwhile may not all be there yet. */
    public boolean backFor(Duration lessThan) {
        Seen now = seen;
        return now.up && nowMillis.getAsLong() - now.sinceMillis < lessThan.toMillis();
    }

    /** Calls this whenever Redis comes up, on the thread that saw it; it must not block. */
    public void whenUp(Runnable action) {
        whenUp.add(action);
    }

    void isUp() {
        Seen before = change(true, "");
        if (!before.up) {
            long lostMillis = nowMillis.getAsLong() - before.sinceMillis;
            LOG.atInfo().addKeyValue("after_ms", lostMillis).log("redis is up, state is shared");
            whenUp.forEach(Runnable::run);
        }
    }

    void isDown(String reason) {
        Seen before = change(false, reason);
        if (before.up || before.reason.equals(NOT_YET)) {
            LOG.atWarn().addKeyValue("reason", reason).log("redis is lost, this instance goes on by itself");
        }
    }

    private synchronized Seen change(boolean up, String reason) {
        Seen before = seen;
        seen = new Seen(up, reason, before.up == up ? before.sinceMillis : nowMillis.getAsLong());
        return before;
    }
}
