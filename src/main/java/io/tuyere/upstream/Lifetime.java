package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.observe.CallTrace;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The time a call has. It ends once: when its answer is written, or early, by its deadline or the client leaving. An early
 * end aborts the attempt under way and then tells the edge, which answers. Owner's event loop only.
 */
public final class Lifetime {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long limitMillis;
    private final long beganNanos = System.nanoTime();
    private final Consumer<Failure> edge;
    private boolean over;
    private Failure why = new Failure.ClientGone();
    private boolean sent;
    private @Nullable Runnable abort;
    private @Nullable Runnable afterwards;
    private @Nullable Lifetime carrier;
    private long upstreamNanos;
    private int attempts;
    private CallTrace trace = CallTrace.NONE;
    private @Nullable Lifetime whole;
    private long waitedMillis;
    private boolean pacedAlone;

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

    /** Milliseconds that are left, 0 when none are. */
    public long remainingMillis() {
        return Math.max(0, limitMillis - (System.nanoTime() - beganNanos) / NANOS_PER_MILLI);
    }

    /** Whether it has ended, one way or the other; nothing is sent for it any more. */
    public boolean over() {
        return over;
    }

    /** What ended it early. */
    Failure why() {
        return why;
    }

    /** Whether bytes of the call were on their way to the cloud, which may have acted on them. */
    public boolean mayHaveActed() {
        return sent || (carrier != null && carrier.mayHaveActed());
    }

    /** Who is told of the call's way. */
    public CallTrace trace() {
        return trace;
    }

    /** Somebody is to be told of the call's way. */
    public void tracedBy(CallTrace teller) {
        trace = teller;
    }

    /** Number of times the call was sent, or was to be. */
    public int attempts() {
        return attempts;
    }

    void attempted() {
        attempts++;
        if (whole != null) {
            whole.attempted();
        }
    }

    /** This life is a part of another, in which it is told. */
    void onBehalfOf(Lifetime other) {
        whole = other;
        trace = other.trace;
    }

    /** Nanoseconds the call spent with its region so far. */
    public long upstreamNanos() {
        return upstreamNanos;
    }

    /** The call spent so many nanoseconds with its region. */
    void spentUpstream(long nanos) {
        upstreamNanos += nanos;
    }

    /** Milliseconds the call waited for its turn so far, which is nobody's fault. */
    public long waitedMillis() {
        return waitedMillis;
    }

    /** The call waited so long for its turn, whether or not it came. */
    void waited(long millis) {
        waitedMillis += millis;
        if (whole != null) {
            whole.waited(millis);
        }
    }

    /** Whether this instance decided by itself about a pace that the fleet shares. */
    public boolean pacedAlone() {
        return pacedAlone;
    }

    void decidedAlone() {
        pacedAlone = true;
        if (whole != null) {
            whole.decidedAlone();
        }
    }

    /** The answer is written; what is left of the attempt under way is of no use any more. */
    public void complete() {
        over = true;
        abort();
        settle();
    }

    /** Ends the call early; a second end changes nothing. */
    public void end(Failure reason) {
        if (over) {
            return;
        }
        over = true;
        why = reason;
        abort();
        edge.accept(reason);
        settle();
    }

    /** Does something once it has ended, one way or the other; at once if it has. */
    public void afterwards(Runnable action) {
        if (over) {
            action.run();
            return;
        }
        Runnable before = afterwards;
        afterwards = before == null
                ? action
                : () -> {
                    before.run();
                    action.run();
                };
    }

    private void settle() {
        Runnable action = afterwards;
        afterwards = null;
        if (action != null) {
            action.run();
        }
    }

    /** The call waits for its turn; nothing of it has left. */
    void waiting(Runnable howToStop) {
        abort = howToStop;
    }

    /**
     * Another life carries the call from here on: what is sent is sent in that one.
     *
     * @param howToStop tells the other that this one has ended, early or not
     */
    void carriedBy(Lifetime other, Runnable howToStop) {
        abort();
        carrier = other;
        abort = howToStop;
    }

    /**
     * An attempt begins to send bytes; it takes the place of the one before.
     *
     * @param howToAbort breaks it off; without effect once its response has come in whole
     */
    void sending(Runnable howToAbort) {
        abort();
        sent = true;
        abort = howToAbort;
    }

    private void abort() {
        Runnable attempt = abort;
        abort = null;
        if (attempt != null) {
            attempt.run();
        }
    }
}
