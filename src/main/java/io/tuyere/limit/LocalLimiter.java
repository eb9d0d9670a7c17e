package io.tuyere.limit;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A rate within this process, exact: all event loops share one arrival time, which changes by compare-and-set. */
final class LocalLimiter implements Limiter {
    private final Gcra rate;
    private final LongSupplier nanos;
    private final AtomicLong arrival = new AtomicLong();
    private volatile Slowdown slowdown = Slowdown.NONE;

    /**
     * A limiter with its whole burst.
     *
     * @param nanos a clock that never goes back and is never negative
     */
    LocalLimiter(Gcra rate, LongSupplier nanos) {
        this.rate = rate;
        this.nanos = nanos;
    }

    @Override
    public Future<Verdict> take() {
        return Future.succeededFuture(takeNow());
    }

    Verdict takeNow() {
        while (true) {
            long now = nanos.getAsLong();
            long before = arrival.get();
            Gcra present = rate(now);
            long after = present.next(before, now, 1);
            if (after == Gcra.REFUSED) {
                return verdict(false, present, before, now);
            }
            if (arrival.compareAndSet(before, after)) {
                return verdict(true, present, after, now);
            }
        }
    }

    @Override
    public Verdict look() {
        long now = nanos.getAsLong();
        Gcra present = rate(now);
        long before = arrival.get();
        return verdict(present.remaining(before, now) > 0, present, before, now);
    }

    private static Verdict verdict(boolean admitted, Gcra rate, long arrival, long now) {
        return new Verdict(admitted, rate.remaining(arrival, now), rate.dueNanos(arrival, now), false);
    }

    @Override
    public void giveBack() {
        arrival.updateAndGet(before -> {
            long now = nanos.getAsLong();
            return rate(now).returned(before, now, 1);
        });
    }

    @Override
    public synchronized void slowDown() {
        slowdown = slowdown.further(nanos.getAsLong());
    }

    @Override
    public Gcra rate() {
        return rate(nanos.getAsLong());
    }

    @Override
    public Gcra share() {
        return rate();
    }

    private Gcra rate(long now) {
        return rate.slowed(slowdown.permille(now));
    }
}
