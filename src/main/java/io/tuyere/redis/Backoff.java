package io.tuyere.redis;

import java.util.function.DoubleSupplier;

/** Pauses between tries: each twice as long as the one before, up to a cap, and drawn from its upper half so that instances do not come back in step. */
final class Backoff {
    static final long SHORTEST_MILLIS = 50;
    static final long LONGEST_MILLIS = 2_000;

    private final DoubleSupplier random;
    private long nextMillis = SHORTEST_MILLIS;

    /** Pauses jittered by a source of numbers from 0 to 1. */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    long nextMillis() {
        long full = nextMillis;
        nextMillis = Math.min(LONGEST_MILLIS, full * 2);
        return full / 2 + (long) (random.getAsDouble() * (full / 2.0));
    }

    void reset() {
        nextMillis = SHORTEST_MILLIS;
    }
}
