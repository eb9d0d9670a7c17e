package io.tuyere.token;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Renewals of this instance that wait for another instance to be done. Any thread. */
final class Waiters {
    private final Vertx vertx;
    private final Map<String, Set<Runnable>> waiting = new ConcurrentHashMap<>();

    Waiters(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes, on the caller's event loop, when the name is announced, or after this time without. */
    Future<Void> next(String name, long millis) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> woken = Promise.promise();
        Runnable waiter = () -> context.runOnContext(announced -> woken.tryComplete());
        waiting.compute(name, (key, waiters) -> {
            Set<Runnable> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
            all.add(waiter);
            return all;
        });
        long timer = vertx.setTimer(millis, due -> woken.tryComplete());
        return woken.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            waiting.computeIfPresent(name, (key, waiters) -> {
                waiters.remove(waiter);
                return waiters.isEmpty() ? null : waiters;
            });
        });
    }

    /** The name was announced. */
    void wake(String name) {
        waiting.getOrDefault(name, Set.of()).forEach(Runnable::run);
    }
}
