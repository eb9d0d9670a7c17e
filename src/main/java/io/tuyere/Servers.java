package io.tuyere;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How commands that keep serving start and stop. Only the main thread and shutdown hooks wait here, no event loop does. */
final class Servers {
    /** The exit code of a command whose servers go on. */
    static final int STILL_RUNNING = -1;

    private static final long STOP_SECONDS = 60;
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);

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

    /** On SIGTERM or SIGINT stops in order, then exits with 0; whoever is not done after a minute is left. */
    static void stopOnSignal(Vertx vertx, Supplier<Future<Void>> stop) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                // One after the other: a continuation would run on an event loop that is closing.
                                stage(stop.get()).toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
                                stage(vertx.close()).toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
                                Runtime.getRuntime().halt(0);
                            } catch (ExecutionException | TimeoutException | InterruptedException failed) {
                                Runtime.getRuntime().halt(1);
                            }
                        },
                        "stop"));
    }

    /** Does something at SIGHUP. The JDK's only way to it is not an API that may be compiled against. */
    static void onHangUp(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object acting = Proxy.newProxyInstance(
                    Servers.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, acting);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.debug("SIGHUP cannot be taken here; the configuration's files are watched all the same", unavailable);
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
