package io.tuyere.limit;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that goes on when it is told, and rings the alarms on its way. */
final class VirtualTime {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PriorityQueue<Ring> rings =
            new PriorityQueue<>(Comparator.comparingLong(Ring::atNanos).thenComparingLong(Ring::number));
    private long nanos;
    private long number;

    private record Ring(long atNanos, long number, Runnable action) {}

    long nanos() {
        return nanos;
    }

    long millis() {
        return nanos / NANOS_PER_MILLI;
    }

    void ring(long afterMillis, Runnable action) {
        rings.add(new Ring(nanos + afterMillis * NANOS_PER_MILLI, number++, action));
    }

    int alarms() {
        return rings.size();
    }

    void pass(long millis) {
        long end = nanos + millis * NANOS_PER_MILLI;
        while (!rings.isEmpty() && rings.peek().atNanos <= end) {
            Ring next = rings.remove();
            nanos = Math.max(nanos, next.atNanos);
            next.action.run();
        }
        nanos = end;
    }
}
