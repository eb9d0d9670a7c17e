package io.tuyere.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves when told. */
final class SettableClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration step) {
        now = now.plus(step);
    }

    void reset() {
        now = START;
    }
}
