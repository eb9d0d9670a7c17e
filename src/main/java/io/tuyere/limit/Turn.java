package io.tuyere.limit;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call's turn at a {@link Turnstile}: it has come, or it will. Completes on the event loop of the call. */
public final class Turn {
    static final Turn NOW = new Turn(null, "");
    static final Turn NOW_ALONE = alone(new Turn(null, ""));

    private final @Nullable Turnstile turnstile;
    private final String tenant;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final @Nullable Pending<Void> pending;
    private final Future<Void> future;
    private volatile boolean alone;

    /** A turn that has not come yet, or one that came without a turnstile. */
    Turn(@Nullable Turnstile turnstile, String tenant) {
        this.turnstile = turnstile;
        this.tenant = tenant;
        this.pending = turnstile == null ? null : new Pending<>();
        this.future = pending == null ? Future.succeededFuture() : pending.future();
    }

    /** Completes when the call may go on; fails, with why and when to come back, when it may not. */
    public Future<Void> future() {
        return future;
    }

    /** Whether this instance let it come without the fleet. */
    public boolean alone() {
        return alone;
    }

    private static Turn alone(Turn turn) {
        turn.alone = true;
        return turn;
    }

    /** The call does not want its turn any more, and is told why; nothing happens if its turn has come. */
    public void leave(Throwable why) {
        if (turnstile != null && claim()) {
            turnstile.left(this);
            refuse(why);
        }
    }

    /** The call cannot use the turn that has come to it. */
    public void giveBack() {
        if (turnstile != null) {
            turnstile.unused();
        }
    }

    String tenant() {
        return tenant;
    }

    /** Whether it was still to be decided, and now is by the caller. */
    boolean claim() {
        return decided.compareAndSet(false, true);
    }

    /**
     * A claimed turn has come.
     *
     * @param degraded whether this instance decided so by itself
     */
    void come(boolean degraded) {
        alone = degraded;
        if (pending != null) {
            pending.succeed();
        }
    }

    /** A claimed turn does not come. */
    void refuse(Throwable why) {
        if (pending != null) {
            pending.fail(why);
        }
    }
}
