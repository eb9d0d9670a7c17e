package io.tuyere.limit;

/**
 * How far a rate is slowed down: halved whenever somebody says that it is too high, but at most once a second, since calls
 * that were under way will say it once more; never below a sixteenth; and recovering by a twentieth of the whole a second.
 * Multiplicative decrease and additive increase make those who share a limit without knowing of each other end up with equal
 * parts (Chiu and Jain, "Analysis of the increase and decrease algorithms for congestion avoidance", 1989). The script
 * {@code limits.lua} does the same.
 *
 * @param atNanos when it was last halved
 * @param permille thousandths of the rate that were left then
 */
record Slowdown(long atNanos, int permille) {
    /** The whole rate. */
    static final Slowdown NONE = new Slowdown(0, 1_000);

    private static final int WHOLE = 1_000;
    private static final int LEAST = 62;
    private static final long NANOS_PER_PERMILLE = 20_000_000; // a twentieth of the whole a second
    private static final long QUIET_NANOS = 1_000_000_000;

    /** Thousandths of the rate that are left now. */
    int permille(long now) {
        long recovered = (now - atNanos) / NANOS_PER_PERMILLE;
        return (int) Math.min(WHOLE, permille + Math.max(0, recovered));
    }

    /** Slowed down once more, unless that was done just now. */
    Slowdown further(long now) {
        if (permille < WHOLE && now - atNanos < QUIET_NANOS) {
            return this;
        }
        return new Slowdown(now, Math.max(LEAST, permille(now) / 2));
    }
}
