package io.tuyere.upstream;

import java.util.function.LongSupplier;

/**
 * How late an event loop is: a tick that should come every tenth of a second says so when it comes. One late tick is a hiccup,
 * two in a row are a load that the loop cannot carry. Owner's event loop only.
 */
public final class LoopLag {
    /** Milliseconds from one {@link #tick} to the next. */
    public static final long PERIOD_MILLIS = 100;

    private final LongSupplier nowMillis;
    private final long limitMillis;
    private long lastTick;
    private volatile long last; // written by one thread
    private long lastButOne;

    /**
     * On time so far.
     *
     * @param nowMillis a clock that never goes back, in milliseconds of any origin
     * @param limitMillis more than this is too long; 0 for nothing is
     */
    public LoopLag(LongSupplier nowMillis, long limitMillis) {
        this.nowMillis = nowMillis;
        this.limitMillis = limitMillis;
        this.lastTick = nowMillis.getAsLong();
    }

    /** To be called on the event loop every {@link #PERIOD_MILLIS}. */
    public void tick() {
        long now = nowMillis.getAsLong();
        lastButOne = last;
        last = Math.max(0, now - lastTick - PERIOD_MILLIS);
        lastTick = now;
    }

    /** Milliseconds by which the last tick was late. Any thread. */
    public long millis() {
        return last;
    }

    boolean tooLong() {
        return limitMillis > 0 && Math.min(last, lastButOne) > limitMillis;
    }
}
