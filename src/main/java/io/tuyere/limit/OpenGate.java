package io.tuyere.limit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls for which no figure is published pass freely, until the cloud says that they come too fast. Then the rate of the last
 * second is taken for what the cloud allows, slowed down like a published figure, and forgotten when the cloud has not
 * complained for a minute. What one instance is told, it tells the others, and each that sends such calls slows its own down:
 * they share no rate, but halve and recover together. Any thread.
 */
final class OpenGate implements Gate {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long FORGET_NANOS = 60 * SECOND_NANOS;

    private final Pace.Shared shared;
    private final Function<Gcra, Turnstile> turnstiles;
    private final Runnable tellOthers;
    private long secondStart;
    private int thisSecond;
    private int lastSecond;
    private long slowedAt;
    private long toldAt = -SECOND_NANOS;
    private @Nullable Turnstile learned;

    OpenGate(Pace.Shared shared, Function<Gcra, Turnstile> turnstiles, Runnable tellOthers) {
        this.shared = shared;
        this.turnstiles = turnstiles;
        this.tellOthers = tellOthers;
    }

    @Override
    public Turn pass(String tenant, long patienceMillis) {
        Turnstile present = count();
        return present == null ? Turn.NOW : present.pass(tenant, patienceMillis);
    }

    private synchronized @Nullable Turnstile count() {
        long now = shared.nanos().getAsLong();
        turnSecond(now);
        thisSecond++;
        if (learned != null && now - slowedAt > FORGET_NANOS) {
            learned = null;
        }
        return learned;
    }

    private void turnSecond(long now) {
        if (now - secondStart >= SECOND_NANOS) {
            lastSecond = now - secondStart < 2 * SECOND_NANOS ? thisSecond : 0;
            thisSecond = 0;
            secondStart = now;
        }
    }

    @Override
    public void slowDown() {
        learned().slowDown();
        if (mayTell()) {
            tellOthers.run();
        }
    }

    /** Once a second is as often as a rate is halved. */
    private synchronized boolean mayTell() {
        long now = shared.nanos().getAsLong();
        boolean may = now - toldAt >= SECOND_NANOS;
        toldAt = may ? now : toldAt;
        return may;
    }

    @Override
    public void slowedElsewhere() {
        if (sends()) {
            learned().slowDown();
        }
    }

    /** Whether such calls were sent lately: who sends none has no rate that could be taken for a limit. */
    private synchronized boolean sends() {
        turnSecond(shared.nanos().getAsLong());
        return learned != null || lastSecond + thisSecond > 0;
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
