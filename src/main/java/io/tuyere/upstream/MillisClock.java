package io.tuyere.upstream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A counter of milliseconds in the form that libraries ask for; its instants mean nothing but their distances. */
final class MillisClock extends Clock {
    private final LongSupplier nowMillis;

    MillisClock(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMillis.getAsLong());
    }
}
