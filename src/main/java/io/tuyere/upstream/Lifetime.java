package io.tuyere.upstream;

import io.tuyere.core.Failure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time a call has. It ends once: when its answer is written, or early, by its deadline or the client leaving. An early
 * end aborts the attempt under way and then tells the edge, which answers. Owner's event loop only.
 */
public final class Lifetime {
    private final long limitMillis;
    private final Consumer<Failure> edge;
    private boolean over;
    private boolean sent;
    private @Nullable Runnable abort;
    private long upstreamNanos;

    // Links of the list that Deadlines keeps it in; owned by Deadlines.
    @Nullable
    Lifetime previous;

    @Nullable
    Lifetime next;

    long dueTick;

    /**
     * A lifetime that a {@link Deadlines} ends.
     *
     * @param limitMillis milliseconds it has
     * @param edge is told when it ends early
     */
    public Lifetime(long limitMillis, Consumer<Failure> edge) {
        this.limitMillis = limitMillis;
        this.edge = edge;
    }

    /** Milliseconds the call had when it began. */
    public long limitMillis() {
        return limitMillis;
    }

    /** Whether it has ended, one way or the other; nothing is sent for it any more. */
    public boolean over() {
        return over;
    }

    /** Whether bytes of the call were on their way to the cloud, which may have acted on them. */
    public boolean mayHaveActed() {
        return sent;
    }

    /** Nanoseconds the call spent with its region so far. */
    public long upstreamNanos() {
        return upstreamNanos;
    }

    /** The call spent so many nanoseconds with its region. */
    void spentUpstream(long nanos) {
        upstreamNanos += nanos;
    }

    /** The answer is written. */
    public void complete() {
        over = true;
        abort = null;
    }

    /** Ends the call early; a second end changes nothing. */
    public void end(Failure why) {
        if (over) {
            return;
        }
        over = true;
        if (abort != null) {
            abort.run();
            abort = null;
        }
        edge.accept(why);
    }

    /** An attempt begins to send bytes. */
    void sending(Runnable howToAbort) {
        sent = true;
        abort = howToAbort;
    }
}
