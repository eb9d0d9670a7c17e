package io.tuyere.support;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Milliseconds that pass when a test says so. */
public final class TurnedClock implements LongSupplier {
    private final AtomicLong millis = new AtomicLong(1_000_000);

    @Override
    public long getAsLong() {
        return millis.get();
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        millis.addAndGet(time.toMillis());
    }
}
