package io.tuyere.limit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls for which no figure is published pass freely, until the cloud says that they come too fast. Then the rate of the last
 * second is taken for what the cloud allows, slowed down like a published figure, and forgotten when the cloud has not
 * complained for a minute. Known to this process only. Any thread.
 */
final class OpenGate implements Gate {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long FORGET_NANOS = 60 * SECOND_NANOS;

    private final Pace.Shared shared;
    private final Function<Gcra, Turnstile> turnstiles;
    private long secondStart;
    private int thisSecond;
    private int lastSecond;
    private long slowedAt;
    private @Nullable Turnstile learned;

    OpenGate(Pace.Shared shared, Function<Gcra, Turnstile> turnstiles) {
        this.shared = shared;
        this.turnstiles = turnstiles;
    }

    @Override
    public Turn pass(String tenant, long patienceMillis) {
        Turnstile present = count();
        return present == null ? Turn.NOW : present.pass(tenant, patienceMillis);
    }

    private synchronized @Nullable Turnstile count() {
        long now = shared.nanos().getAsLong();
        if (now - secondStart >= SECOND_NANOS) {
            lastSecond = now - secondStart < 2 * SECOND_NANOS ? thisSecond : 0;
            thisSecond = 0;
            secondStart = now;
        }
        thisSecond++;
        if (learned != null && now - slowedAt > FORGET_NANOS) {
            learned = null;
        }
        return learned;
    }

    @Override
    public void slowDown() {
        learned().slowDown();
    }

    private synchronized Turnstile learned() {
        slowedAt = shared.nanos().getAsLong();
        Turnstile present = learned;
        if (present == null) {
            int rate = Math.max(1, Math.max(lastSecond, thisSecond));
            present = turnstiles.apply(Pace.rate(rate));
            learned = present;
        }
        return present;
    }
}
