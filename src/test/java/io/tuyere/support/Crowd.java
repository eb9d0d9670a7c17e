package io.tuyere.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Does something many times at once. */
public final class Crowd {
    private static final long PATIENCE_SECONDS = 30;

    private Crowd() {}

    /** The results in order of their numbers, which begin at 0; all begin together. */
    public static <T> List<T> of(int size, IntFunction<T> each) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        CountDownLatch ready = new CountDownLatch(size);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return each.apply(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("one of the crowd failed", failed);
        } finally {
            threads.shutdownNow();
        }
    }
}
