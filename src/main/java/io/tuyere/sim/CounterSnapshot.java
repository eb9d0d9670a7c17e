package io.tuyere.sim;

import java.util.Map;

/**
 * What one region has seen so far.
 *
 * @param requests by method and path template, {@code GET /v1.0/devices/{device_id}}; paths that no endpoint has count as
 *     {@code unknown}
 * @param tokenCalls by grant: {@code project}, {@code code}, {@code refresh}, {@code login}, {@code user-login},
 *     {@code user-refresh}; refused ones included
 * @param refusals by cloud code; 1004 are the signatures that did not match
 * @param commands side effects carried out
 * @param faults faults that took hold
 * @param connections opened since the start or the last reset
 * @param inFlightMax most requests at once; a region answers at once on one event loop, so more than one are in flight only
 *     while a body is under way or a fault holds an answer back
 */
public record CounterSnapshot(
        Map<String, Long> requests,
        Map<String, Long> tokenCalls,
        Map<Integer, Long> refusals,
        long commands,
        long faults,
        long connections,
        int openConnections,
        int inFlight,
        int inFlightMax) {
    public CounterSnapshot {
        requests = Map.copyOf(requests);
        tokenCalls = Map.copyOf(tokenCalls);
        refusals = Map.copyOf(refusals);
    }

    /** Requests of all kinds. */
    public long allRequests() {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests of one kind, zero for none. */
    public long requests(String label) {
        return requests.getOrDefault(label, 0L);
    }

    /** Token calls of one grant, zero for none. */
    public long tokenCalls(String grant) {
        return tokenCalls.getOrDefault(grant, 0L);
    }

    /** Refusals with one cloud code, zero for none. */
    public long refusals(int code) {
        return refusals.getOrDefault(code, 0L);
    }
}
