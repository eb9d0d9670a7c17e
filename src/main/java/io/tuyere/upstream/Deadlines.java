package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Ends calls whose time is up. One of these serves all calls of an event loop with a single periodic timer: a wheel of
 * slots, each a list of lifetimes, of which one slot falls due with every tick. Setting and clearing a deadline touch only
 * its neighbours in a list. A call is never ended early, and at most two ticks late. Owner's event loop only.
 *
 * <p>The timer runs for good. Were it set by the first call after a quiet moment, that call would take a path that compiled
 * code has left out, and throw away the code of the whole call.
 */
public final class Deadlines {
    private static final int TICK_MILLIS = 50;
    private static final int SLOTS = 512; // a round of 25 s; longer deadlines stay in their slot for several rounds

    private final @Nullable Lifetime[] wheel = new Lifetime[SLOTS];
    private final Queue<Lifetime> due = new ArrayDeque<>();
    private long tick;
    private int running;

    /** Deadlines on the event loop that calls this, as long as what is deployed on it. */
    public Deadlines(Vertx vertx) {
        long unused = vertx.setPeriodic(TICK_MILLIS, fired -> advance());
    }

    /** Starts the clock of a lifetime. */
    public void start(Lifetime lifetime) {
        // Rounded up, and one more because the tick under way is partly over.
        lifetime.dueTick = tick + (lifetime.limitMillis() + TICK_MILLIS - 1) / TICK_MILLIS + 1;
        int slot = slot(lifetime);
        Lifetime first = wheel[slot];
        lifetime.next = first;
        if (first != null) {
            first.previous = lifetime;
        }
        wheel[slot] = lifetime;
        running++;
    }

    /** Stops the clock of a lifetime that was started and has not fallen due; anything else is left alone. */
    public void stop(Lifetime lifetime) {
        if (lifetime.dueTick == 0) {
            return;
        }
        Lifetime before = lifetime.previous;
        Lifetime after = lifetime.next;
        if (before == null) {
            wheel[slot(lifetime)] = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        lifetime.previous = null;
        lifetime.next = null;
        lifetime.dueTick = 0;
        running--;
    }

    /** Number of clocks that run; about, for other threads. */
    public int running() {
        return running;
    }

    private void advance() {
        tick++;
        takeDue();
        for (Lifetime lifetime = due.poll(); lifetime != null; lifetime = due.poll()) {
            lifetime.end(new Failure.Deadline(Duration.ofMillis(lifetime.limitMillis()), lifetime.mayHaveActed()));
        }
    }

    /** Out of the list before any of them ends, since the end of one call may stop the clocks of others. */
    private void takeDue() {
        Lifetime lifetime = wheel[(int) (tick % SLOTS)];
        while (lifetime != null) {
            Lifetime after = lifetime.next;
            if (lifetime.dueTick <= tick) {
                stop(lifetime);
                due.add(lifetime);
            }
            lifetime = after;
        }
    }

    private static int slot(Lifetime lifetime) {
        return (int) (lifetime.dueTick % SLOTS);
    }
}
