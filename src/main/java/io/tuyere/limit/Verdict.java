package io.tuyere.limit;

/**
 * What a limiter says to one call.
 *
 * @param admitted whether the call may go on; if not, nothing was taken
 * @param remaining permits that are left now
 * @param dueNanos nanoseconds until there is one permit more than that; 0 when all are there
 * @param degraded whether this instance decided by itself what the fleet should have decided together
 */
public record Verdict(boolean admitted, long remaining, long dueNanos, boolean degraded) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whole seconds until there is one permit more, rounded up. */
    public long dueSeconds() {
        return (dueNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }

    /** Whole milliseconds until there is one permit more, rounded up. */
    public long dueMillis() {
        return (dueNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }
}
