package io.tuyere.sim;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The faults in force, in the order they were planted; the first that meets a call takes it. Any thread. */
final class Faults {
    private final List<Planted> planted = new CopyOnWriteArrayList<>();
    private final AtomicLong lastId = new AtomicLong();

    /** Puts a fault in force and names it. */
    long plant(Fault fault) {
        Planted entry = new Planted(lastId.incrementAndGet(), fault, new AtomicInteger());
        planted.add(entry);
        return entry.id();
    }

    boolean remove(long id) {
        return planted.removeIf(entry -> entry.id() == id);
    }

    void clear() {
        planted.clear();
    }

    List<Planted> list() {
        return List.copyOf(planted);
    }

    /** The fault that a call meets in this phase; it counts as met. */
    Optional<Fault> take(FaultKind.Phase phase, String region, SimCall call) {
        if (planted.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fault> met = planted.stream()
                .filter(entry -> entry.fault().phase() == phase)
                .filter(entry -> entry.fault().meets(region, call.method(), call.path()) && entry.use())
                .map(Planted::fault)
                .findFirst();
        if (met.isPresent()) {
            planted.removeIf(Planted::usedUp);
        }
        return met;
    }

    /**
     * A fault in force.
     *
     * @param met calls that it has met
     */
    record Planted(long id, Fault fault, AtomicInteger met) {
        /** Counts a call; false where two calls raced for the last use and this one lost. */
        boolean use() {
            int use = met.incrementAndGet();
            return fault.times() == 0 || use <= fault.times();
        }

        boolean usedUp() {
            return fault.times() > 0 && met.get() >= fault.times();
        }
    }
}
