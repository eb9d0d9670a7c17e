package io.tuyere.limit;

/**
 * A rate with a burst, and the arithmetic of the generic cell rate algorithm on it: pure functions, no state.
 *
 * <p><b>State.</b> Of a stream of calls one number is remembered, its <i>theoretical arrival time</i>: the moment until which
 * the permits that were given are paid for. A stream that keeps exactly to the rate has it in the present.
 *
 * <p><b>Invariant.</b> {@code arrival − now ≤ burst × interval}. Whatever is missing to equality is free, in whole permits.
 *
 * <p><b>Step.</b> A permit moves the arrival time, or the present where that is later, on by one interval. If this broke the
 * invariant the permit is refused and nothing changes, so a refusal costs the caller nothing. Hence in any stretch of time
 * {@code T} at most {@code burst + T / interval} permits are given, and a stream that was idle for
 * {@code burst × interval} has its whole burst again. A permit that was not used moves the arrival time back by one interval,
 * but not behind the present, since nobody can have more than a whole burst.
 *
 * <p><b>Numbers.</b> Times are nanoseconds from any epoch, none of them negative. The interval is rounded to whole
 * nanoseconds: 1,000,000 a second are exactly 1,000, and no rate up to a thousand million is rounded to zero. The error is at
 * most half a nanosecond a permit: five millionths at 10,000 a second, 0.05 % at a million. The script {@code limits.lua} beside this class does the same on doubles, which are exact here because it keeps the distance
 * between arrival and present, at most 30 days, in place of the arrival time itself.
 *
 * <p>Reference: ITU-T I.371, annex A, "virtual scheduling".
 *
 * @param intervalNanos nanoseconds between two permits in the long run
 * @param burst permits that can be had at once
 */
public record Gcra(long intervalNanos, long burst) {
    /** Answer of {@link #next} to a permit that cannot be given now. */
    public static final long REFUSED = -1;

    private static final long WHOLE = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LONGEST = 30L * 86_400 * 1_000_000_000;

    public Gcra {
        if (intervalNanos < 1 || burst < 1 || burst > LONGEST / intervalNanos) {
            throw new IllegalArgumentException(
                    "not a rate: " + burst + " permits at once, one in " + intervalNanos + " ns");
        }
    }

    /** So many permits a second, of which so many can be had at once; at most as many as the rate gives in 30 days. */
    public static Gcra of(double perSecond, long burst) {
        long interval = Math.max(1, Math.round(NANOS_PER_SECOND / perSecond));
        return new Gcra(interval, Math.min(burst, LONGEST / interval));
    }

    /** The arrival time after some permits, or {@link #REFUSED}. */
    public long next(long arrival, long now, long permits) {
        return remaining(arrival, now) < permits ? REFUSED : Math.max(arrival, now) + permits * intervalNanos;
    }

    /** The arrival time after some permits came back unused. */
    public long returned(long arrival, long now, long permits) {
        return Math.max(now, arrival - permits * intervalNanos);
    }

    /** Permits that can be had now. */
    public long remaining(long arrival, long now) {
        return Math.max(0, free(arrival, now)) / intervalNanos;
    }

    /** Nanoseconds until one more permit can be had than now; 0 when the whole burst is there. */
    public long dueNanos(long arrival, long now) {
        long free = free(arrival, now);
        if (free >= burst * intervalNanos) {
            return 0;
        }
        return free < 0 ? intervalNanos - free : intervalNanos - free % intervalNanos;
    }

    private long free(long arrival, long now) {
        return burst * intervalNanos - Math.max(0, arrival - now);
    }

    /**
     * This rate, slowed down.
     *
     * @param permille thousandths of the rate that are left, 1 to 1000
     */
    public Gcra slowed(int permille) {
        if (permille == WHOLE) {
            return this;
        }
        long interval = intervalNanos * WHOLE / permille;
        return new Gcra(interval, Math.min(burst, Math.max(1, LONGEST / interval)));
    }

    /** An equal part of this rate for each of several who cannot ask each other. */
    public Gcra shared(int parts) {
        return new Gcra(intervalNanos * parts, Math.max(1, burst / parts));
    }

    /** Permits a second. */
    public double perSecond() {
        return NANOS_PER_SECOND / intervalNanos;
    }
}
