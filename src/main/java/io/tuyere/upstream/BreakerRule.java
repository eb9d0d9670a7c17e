package io.tuyere.upstream;

import java.time.Duration;

/**
 * When a breaker opens, and for how long.
 *
 * @param window number of latest results that count
 * @param least results without which it does not open
 * @param percent share of failures among them that opens it
 * @param firstPause until the first probe; doubles with each probe that fails
 * @param longestPause the pause does not grow beyond
 * @param probeLimit a probe without a result for this long counts as failed
 */
record BreakerRule(
        int window, int least, int percent, Duration firstPause, Duration longestPause, Duration probeLimit) {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);

    /**
     * Of a region. Half of the calls failing is bad luck on a small number of them and no reason to stop the other half; seven
     * in ten of the last twenty is one. The pause is short at first, because everybody pays for it.
     */
    static final BreakerRule TRANSPORT =
            new BreakerRule(20, 10, 70, Duration.ofSeconds(1), Duration.ofSeconds(30), PROBE_LIMIT);

    /** Of a project: three refusals in a row. What changes them is done by people, so the pauses are long. */
    static final BreakerRule REFUSALS =
            new BreakerRule(3, 3, 100, Duration.ofSeconds(30), Duration.ofMinutes(10), PROBE_LIMIT);

    static BreakerRule of(BreakerKind kind) {
        return kind == BreakerKind.TRANSPORT ? TRANSPORT : REFUSALS;
    }

    /** Milliseconds that the breaker stays open after it opened so many times without closing. */
    long pauseMillis(int openings) {
        int doublings = Math.min(openings - 1, 30);
        return Math.min(firstPause.toMillis() << doublings, longestPause.toMillis());
    }
}
