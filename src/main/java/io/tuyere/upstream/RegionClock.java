package io.tuyere.upstream;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What time it is in a data centre: this process's clock plus an offset learned from the {@code t} of its answers. Only
 * answers that came quickly are believed, and an offset that their travel time can explain is none. One per region and event
 * loop; owner's event loop only.
 */
public final class RegionClock {
    private static final long BELIEVED_ROUND_TRIP_MILLIS = 2_000;
    private static final int WEIGHT = 8;

    private final LongSupplier nowMillis;
    private final LongConsumer listener;
    private long offsetMillis;

    /** A clock over this process's own, in milliseconds since the epoch. */
    public RegionClock(LongSupplier nowMillis) {
        this(nowMillis, changed -> {});
    }

    /**
     * A clock that tells when it changes.
     *
     * @param listener takes {@link #offsetMillis}
     */
    RegionClock(LongSupplier nowMillis, LongConsumer listener) {
        this.nowMillis = nowMillis;
        this.listener = listener;
    }

    /** Milliseconds since the epoch, as the data centre counts them. */
    public long millis() {
        return nowMillis.getAsLong() + offsetMillis;
    }

    /** Milliseconds by which the data centre is ahead of this process. */
    public long offsetMillis() {
        return offsetMillis;
    }

    /** This process's time, for {@link #observe}. */
    long localMillis() {
        return nowMillis.getAsLong();
    }

    /**
     * Learns from an answer.
     *
     * @param cloudMillis its {@code t}
     * @param sentMillis this process's time when the request left
     */
    void observe(long cloudMillis, long sentMillis) {
        long received = nowMillis.getAsLong();
        long roundTrip = received - sentMillis;
        if (cloudMillis <= 0 || roundTrip < 0 || roundTrip > BELIEVED_ROUND_TRIP_MILLIS) {
            return;
        }
        long error = cloudMillis - (sentMillis + roundTrip / 2) - offsetMillis;
        if (Math.abs(error) > roundTrip / 2 + 1) {
            offsetMillis += error / WEIGHT;
            listener.accept(offsetMillis);
        }
    }

    /** Takes the cloud's time at once: it refused a call because of the time that call was signed with. */
    void correct(long cloudMillis) {
        if (cloudMillis > 0) {
            offsetMillis = cloudMillis - nowMillis.getAsLong();
            listener.accept(offsetMillis);
        }
    }
}
