package io.tuyere;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How commands that keep serving start and stop. Only the main thread and shutdown hooks wait here, no event loop does. */
final class Servers {
    /** The exit code of a command whose servers go on. */
    static final int STILL_RUNNING = -1;

    /** More than the longest drain-delay and drain-timeout together. */
    private static final long STOP_MINUTES = 21;

    private Servers() {}

    /** Waits for a start; its failure is thrown with a message for people. */
    static <T> T started(Vertx vertx, Future<T> start) {
        try {
            return stage(start).toCompletableFuture().get();
        } catch (ExecutionException failed) {
            vertx.close().onComplete(closed -> {});
            throw new IllegalStateException(words(failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }

    /** Waits for something of a command; its failure is thrown. */
    static <T> T awaited(Future<T> future) {
        try {
            return stage(future).toCompletableFuture().get(STOP_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException(words(failed));
        } catch (InterruptedException | TimeoutException late) {
            throw new IllegalStateException("not done in time", late);
        }
    }

    /** On SIGTERM or SIGINT stops in order, then exits with 0; a second one exits at once. */
    static void stopOnSignal(Vertx vertx, Supplier<Future<Void>> stop) {
        Signals.onStop(() -> Runtime.getRuntime().halt(stopped(vertx, stop) ? 0 : 1));
    }

    private static boolean stopped(Vertx vertx, Supplier<Future<Void>> stop) {
        try {
            // One after the other: a continuation would run on an event loop that is closing.
            stage(stop.get()).toCompletableFuture().get(STOP_MINUTES, TimeUnit.MINUTES);
            stage(vertx.close()).toCompletableFuture().get(STOP_MINUTES, TimeUnit.MINUTES);
            return true;
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            return false;
        }
    }

    private static <T> CompletionStage<T> stage(Future<T> future) {
        return future.toCompletionStage();
    }

    /** What went wrong, for people. */
    static String words(ExecutionException failed) {
        Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }
}
