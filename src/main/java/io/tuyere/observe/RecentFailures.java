package io.tuyere.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** The calls that ended with trouble lately, for people who look at what goes wrong now. Bounded. Any thread. */
public final class RecentFailures {
    private static final int KEPT = 500;

    private final LongSupplier nowMillis;
    private final Deque<Entry> entries = new ArrayDeque<>(KEPT);
    private long last;

    /** None as yet, by a clock in milliseconds since the epoch. */
    public RecentFailures(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /**
     * A call with trouble.
     *
     * @param number of all of this process, from 1
     * @param cloudCode code of the cloud's refusal, 0 for none
     * @param detail what the client was told, empty where the cloud told it
     */
    public record Entry(long number, long atMillis, CallFacts call, int cloudCode, String detail) {}

    /** Remembers a call. */
    public synchronized void add(CallFacts call, int cloudCode, String detail) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(++last, nowMillis.getAsLong(), call, cloudCode, detail));
    }

    /** Those after a number, the oldest first, so many at most. */
    public synchronized List<Entry> after(long number, int most) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.number() > number && found.size() < most) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Number of the last one, 0 for none. */
    public synchronized long last() {
        return last;
    }
}
