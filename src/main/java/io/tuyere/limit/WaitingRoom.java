package io.tuyere.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the calls that wait for a turn, in all and for each tenant: nobody takes more than half of the places. Any thread. */
public final class WaitingRoom {
    private final int places;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> byTenant = new ConcurrentHashMap<>();

    /** A room with so many places. */
    public WaitingRoom(int places) {
        this.places = places;
    }

    /** Takes a place, if there is one. */
    boolean enter(String tenant) {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        if (byTenant.merge(tenant, 1, Integer::sum) > Math.max(1, places / 2)) {
            leave(tenant);
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    void leave(String tenant) {
        taken.decrementAndGet();
        byTenant.computeIfPresent(tenant, (name, count) -> count > 1 ? Integer.valueOf(count - 1) : null);
    }

    /** Calls that wait. */
    int waiting() {
        return taken.get();
    }
}
