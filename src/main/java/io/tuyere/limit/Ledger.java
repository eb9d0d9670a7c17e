package io.tuyere.limit;

import io.vertx.core.Future;

/** What a fleet knows of its limits together. Any thread; futures complete on any thread, and fail when the fleet cannot be asked. */
interface Ledger {
    /** Whether it is worth asking. */
    boolean up();

    /** Instances that live, this one included; the last known number while the fleet cannot be asked. */
    int instances();

    /**
     * Takes as many permits as there are, up to some, or gives some back.
     *
     * @param permits how many at most; below zero to give back
     */
    Future<Grant> take(String key, Gcra rate, long permits);

    /** Slows a rate down for all. */
    Future<Grant> slowDown(String key, Gcra rate);

    /**
     * What came of it.
     *
     * @param permits that were taken
     * @param remaining permits that are left
     * @param dueNanos nanoseconds until there is one permit more than that
     * @param permille thousandths of the rate that are given at present
     */
    record Grant(long permits, long remaining, long dueNanos, int permille) {}
}
