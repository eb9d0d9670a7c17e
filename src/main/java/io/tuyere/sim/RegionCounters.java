package io.tuyere.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one region has seen. Labels are path templates, grant names and cloud codes, so their number is bounded whatever
 * clients send. Any thread.
 */
final class RegionCounters {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> tokenCalls = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder commands = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final AtomicInteger openConnections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger inFlightMax = new AtomicInteger();

    /**
     * A request came in.
     *
     * @param label method and path template
     */
    void arrived(String label) {
        count(requests, label);
        int now = inFlight.incrementAndGet();
        if (now > inFlightMax.get()) {
            inFlightMax.accumulateAndGet(now, Math::max);
        }
    }

    /** Its answer is out, or its connection is gone. */
    void left() {
        inFlight.decrementAndGet();
    }

    void tokenCall(String grant) {
        count(tokenCalls, grant);
    }

    void refused(int code) {
        count(refusals, code);
    }

    void executed() {
        commands.increment();
    }

    void faulted() {
        faults.increment();
    }

    void connected() {
        connections.increment();
        openConnections.incrementAndGet();
    }

    void disconnected() {
        openConnections.decrementAndGet();
    }

    CounterSnapshot snapshot() {
        return new CounterSnapshot(
                sums(requests),
                sums(tokenCalls),
                sums(refusals),
                commands.sum(),
                faults.sum(),
                connections.sum(),
                openConnections.get(),
                inFlight.get(),
                inFlightMax.get());
    }

    /** All at zero, but for the requests in flight and the connections that are open. */
    void reset() {
        requests.clear();
        tokenCalls.clear();
        refusals.clear();
        commands.reset();
        faults.reset();
        connections.reset();
        inFlightMax.set(inFlight.get());
    }

    private static <K> void count(Map<K, LongAdder> adders, K label) {
        LongAdder adder = adders.get(label);
        if (adder == null) {
            adder = adders.computeIfAbsent(label, key -> new LongAdder());
        }
        adder.increment();
    }

    private static <K extends Comparable<K>> Map<K, Long> sums(Map<K, LongAdder> adders) {
        Map<K, Long> sums = new TreeMap<>();
        adders.forEach((label, adder) -> sums.put(label, adder.sum()));
        return sums;
    }
}
