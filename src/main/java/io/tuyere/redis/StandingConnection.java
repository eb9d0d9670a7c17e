package io.tuyere.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection open: opens it, puts it to use, asks it every second whether it still lives, and when it does not,
 * throws it away and opens another, with back-off and jitter, for ever. Its own event loop; {@link #current} and {@link #lost}
 * from any thread.
 */
final class StandingConnection {
    static final long BEAT_MILLIS = 1_000;

    /** What a connection is kept for. Futures fail when the connection is of no use. */
    interface Use {
        /** Makes a fresh connection ready. */
        Future<?> establish(Opened opened);

        /** Finds out whether it still works. */
        Future<?> beat(Opened opened);

        /** It is ready. */
        void established();

        /** It was lost, or cannot be had. */
        void lost(String reason);
    }

    private final Vertx vertx;
    private final Context context;
    private final Supplier<Future<Opened>> open;
    private final Use use;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final AtomicReference<@Nullable Opened> current = new AtomicReference<>();
    private volatile boolean closed;

    StandingConnection(Vertx vertx, Supplier<Future<Opened>> open, Use use) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.open = open;
        this.use = use;
    }

    /** Starts to keep the connection; completes after the first try, however it ended. */
    Future<Void> start() {
        Promise<Void> tried = Promise.promise();
        context.runOnContext(started -> {
            vertx.setPeriodic(BEAT_MILLIS, this::beat);
            connect().onComplete(outcome -> tried.complete());
        });
        return tried.future();
    }

    /** The connection, null while there is none. */
    @Nullable
    Opened current() {
        return current.get();
    }

    /** Somebody saw that this connection is of no use any more. */
    void lost(Opened broken, String reason) {
        if (current.compareAndSet(broken, null)) {
            use.lost(reason);
            context.runOnContext(scheduled -> discard(broken).onComplete(gone -> retry()));
        }
    }

    Future<Void> close() {
        closed = true;
        Opened last = current.getAndSet(null);
        return last == null ? Future.succeededFuture() : last.close();
    }

    private Future<Opened> connect() {
        return Future.succeededFuture()
                .compose(due -> open.get()) // in a compose, so that an exception is a failure like any other
                .compose(opened -> use.establish(watched(opened))
                        .map(opened)
                        .recover(cause -> discard(opened).transform(gone -> Future.failedFuture(cause))))
                .onSuccess(this::established)
                .onFailure(cause -> {
                    use.lost(words(cause));
                    retry();
                });
    }

    private Opened watched(Opened opened) {
        opened.connection().endHandler(ended -> lost(opened, "the connection was closed"));
        opened.connection().exceptionHandler(broken -> lost(opened, words(broken)));
        return opened;
    }

    private void established(Opened opened) {
        current.set(opened);
        if (closed) {
            discardUnobserved(opened);
        } else {
            use.established();
        }
    }

    private void retry() {
        if (!closed) {
            vertx.setTimer(
                    backoff.nextMillis(),
                    due -> connect().onFailure(cause -> {
                        // It has said so, and tries again.
                    }));
        }
    }

    private void beat(long timer) {
        Opened opened = current.get();
        if (closed) {
            vertx.cancelTimer(timer);
        } else if (opened != null) {
            use.beat(opened).onSuccess(alive -> backoff.reset()).onFailure(cause -> lost(opened, words(cause)));
        }
    }

    private static Future<Void> discard(Opened opened) {
        opened.connection().endHandler(null);
        return opened.close().otherwiseEmpty();
    }

    private void discardUnobserved(Opened opened) {
        current.compareAndSet(opened, null);
        discard(opened).onFailure(cause -> {
            // The process is on its way out.
        });
    }

    /** What went wrong, for people: Redis names no values in its errors. */
    static String words(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "no answer in time";
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = firstLine(cause);
        return cause.getCause() == null ? words : words + " (" + firstLine(root) + ")";
    }

    private static String firstLine(Throwable cause) {
        String message =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
