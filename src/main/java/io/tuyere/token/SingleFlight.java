package io.tuyere.token;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller do the work that several want done: the first one for a key starts it on its own event loop, the others
 * share its outcome, each on theirs. Thread-safe; holds a key only while its work is under way.
 */
public final class SingleFlight<K, V> {
    private final ConcurrentHashMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

    /** The outcome of the work for a key, which is started unless it is under way. */
    public Future<V> join(K key, Supplier<Future<V>> work) {
        Promise<V> promise = Promise.promise();
        Waiter<V> waiter = new Waiter<>(Vertx.currentContext(), promise);
        Flight<V> mine = new Flight<>();
        while (true) {
            Flight<V> flight = flights.computeIfAbsent(key, k -> mine);
            if (!flight.board(waiter)) {
                continue; // it landed between the look-up and here, and is about to leave the map
            }
            if (flight == mine) {
                start(key, flight, work);
            }
            return promise.future();
        }
    }

    private void start(K key, Flight<V> flight, Supplier<Future<V>> work) {
        Future<V> outcome;
        try {
            outcome = work.get();
        } catch (Throwable broken) { // an error too, which would otherwise leave the key taken for ever
            outcome = Future.failedFuture(broken);
        }
        outcome.onComplete(result -> {
            flights.remove(key, flight);
            flight.land().forEach(waiter -> waiter.tell(result.result(), result.cause()));
        });
    }

    private static final class Flight<V> {
        private @Nullable List<Waiter<V>> waiters = new ArrayList<>(1);

        synchronized boolean board(Waiter<V> waiter) {
            return waiters != null && waiters.add(waiter);
        }

        synchronized List<Waiter<V>> land() {
            List<Waiter<V>> all = waiters == null ? List.of() : waiters;
            waiters = null;
            return all;
        }
    }

    private record Waiter<V>(@Nullable Context context, Promise<V> promise) {
        void tell(V value, @Nullable Throwable cause) {
            if (context == null || context.equals(Vertx.currentContext())) {
                complete(value, cause);
            } else {
                context.runOnContext(ignored -> complete(value, cause));
            }
        }

        private void complete(V value, @Nullable Throwable cause) {
            if (cause == null) {
                promise.complete(value);
            } else {
                promise.fail(cause);
            }
        }
    }
}
