package io.tuyere.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Limiters of a fleet: each is a {@link Lease} on what all instances may give out together. Any thread. */
public final class Leases implements Limiters {
    private final Terms terms;
    private final ConcurrentHashMap<String, Lease> leases = new ConcurrentHashMap<>();

    Leases(Terms terms) {
        this.terms = terms;
    }

    /**
     * What all leases go by.
     *
     * @param precision how far in time the instances may run apart
     * @param patience how long a call waits for the ledger
     */
    record Terms(Ledger ledger, Duration precision, Duration patience, Pace.Alarm alarm, LongSupplier nanos) {}

    /** Limiters of the same fleet that hold nothing: each call asks. */
    Limiters exact() {
        Terms strict = new Terms(terms.ledger, Duration.ZERO, terms.patience, terms.alarm, terms.nanos);
        return new Limiters() {
            @Override
            public Limiter limiter(String key, Gcra rate) {
                return started(key, new Lease(key, rate, strict));
            }

            @Override
            public void drop(String key) {
                Leases.this.drop(key);
            }
        };
    }

    @Override
    public Limiter limiter(String key, Gcra rate) {
        return started(key, new Lease(key, rate, terms));
    }

    private Lease started(String key, Lease lease) {
        Lease before = leases.put(key, lease);
        if (before != null) {
            before.sweep();
        }
        return lease;
    }

    @Override
    public void drop(String key) {
        Lease gone = leases.remove(key);
        if (gone != null) {
            gone.close().onComplete(given -> {}); // what does not arrive there is lost once
        }
    }

    /** Leases that there are. */
    int size() {
        return leases.size();
    }

    /** Gives back what was not used lately; to be called once in every {@link #sweepMillis}. */
    public void sweep() {
        leases.values().forEach(Lease::sweep);
    }

    /** Milliseconds between two sweeps. */
    public long sweepMillis() {
        return Math.max(50, terms.precision.toMillis());
    }

    /** Gives back everything; completes when the fleet has it. */
    public Future<Void> close() {
        List<Future<Void>> closing = leases.values().stream().map(Lease::close).toList();
        return Future.join(closing).mapEmpty();
    }
}
