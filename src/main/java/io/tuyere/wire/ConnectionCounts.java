package io.tuyere.wire;

import java.util.concurrent.atomic.LongAdder;

/** How many connections there are to one data centre, on all event loops together. Any thread. */
public final class ConnectionCounts {
    private final LongAdder open = new LongAdder();
    private final LongAdder idle = new LongAdder();
    private final LongAdder waiting = new LongAdder();

    /** Connections that carry a call. */
    public long inUse() {
        return Math.max(0, open.sum() - idle.sum());
    }

    /** Connections that are open and carry none. */
    public long idle() {
        return Math.max(0, idle.sum());
    }

    /** Calls that wait for a connection. */
    public long waiting() {
        return waiting.sum();
    }

    void opened() {
        open.increment();
    }

    void closed() {
        open.decrement();
    }

    void rested(int connections) {
        idle.add(connections);
    }

    void queued() {
        waiting.increment();
    }

    void served() {
        waiting.decrement();
    }
}
