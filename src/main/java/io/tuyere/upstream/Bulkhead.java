package io.tuyere.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of calls that may be under way at the same time. Any thread. */
final class Bulkhead {
    private final int limit;
    private final AtomicInteger held = new AtomicInteger();

    Bulkhead(int limit) {
        this.limit = limit;
    }

    /** Takes a place, to be given back by {@link #leave}; none is taken when all are. */
    boolean tryEnter() {
        if (held.incrementAndGet() <= limit) {
            return true;
        }
        held.decrementAndGet();
        return false;
    }

    void leave() {
        held.decrementAndGet();
    }

    /** Number of places taken; for a moment one too many where a call is being refused. */
    int held() {
        return held.get();
    }
}
