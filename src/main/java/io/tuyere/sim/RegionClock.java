package io.tuyere.sim;

import java.time.InstantSource;

/** The time as one region sees it, which a test may move. Any thread. */
final class RegionClock {
    private final InstantSource source;
    private volatile long offsetMillis;

    RegionClock(InstantSource source) {
        this.source = source;
    }

    long millis() {
        return source.millis() + offsetMillis;
    }

    void offset(long millis) {
        offsetMillis = millis;
    }

    long offset() {
        return offsetMillis;
    }
}
