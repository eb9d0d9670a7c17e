package io.tuyere.wire;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one data centre. Who comes takes the one that was used last, so that those which are
 * not needed grow old and are closed; who finds none waits for the first that becomes free or is opened. Vert.x resolves,
 * connects and secures; what goes over the wire is read and written here, since a pool, a request and a response object for
 * every call cost more than the call itself. Owner's event loop only.
 */
public final class Connections {
    private static final long TICK_MILLIS = 1_000;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Dialer dialer;
    private final ConnectionLimits limits;
    private final ConnectionCounts counts;

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Place> waiting = new ArrayDeque<>();
    private int opening;
    private int open;
    private long tick;
    private long timer = NO_TIMER;

    /**
     * No connections yet.
     *
     * @param counts where they are counted, with those of other event loops
     */
    public Connections(Vertx vertx, Dialer dialer, ConnectionLimits limits, ConnectionCounts counts) {
        this.vertx = vertx;
        this.dialer = dialer;
        this.limits = limits;
        this.counts = counts;
    }

    /** A connection that nobody uses, to send with at once; null when there is none. */
    public @Nullable Connection idle() {
        Connection last = pollIdle();
        while (last != null && !last.usable()) {
            last = pollIdle();
        }
        return last;
    }

    private @Nullable Connection pollIdle() {
        Connection last = idle.pollFirst();
        if (last != null) {
            counts.rested(-1);
        }
        return last;
    }

    /** Whether not even a place in the queue is left. */
    public boolean full() {
        return waiting.size() >= limits.waiting() && opening + open >= limits.most();
    }

    /** Whether all connections that may be open are. */
    public boolean exhausted() {
        return open >= limits.most();
    }

    /** A place in the queue for the next connection. */
    public Place queue() {
        Place place = new Place();
        waiting.addLast(place);
        counts.queued();
        openIfNeeded();
        return place;
    }

    /** A place in the queue. */
    public final class Place {
        private final Promise<Connection> promise = Promise.promise();
        private final long patience =
                vertx.setTimer(limits.patience().toMillis(), over -> leave(new TimeoutException("no connection")));

        private Place() {}

        /** The connection; fails with what kept it from opening, or after the time that callers wait at most. */
        public Future<Connection> future() {
            return promise.future();
        }

        /** Gives the place up with this failure, if its turn has not come. */
        public void leave(Throwable cause) {
            if (waiting.remove(this)) {
                counts.served();
                vertx.cancelTimer(patience);
                promise.fail(cause);
            }
        }
    }

    private void openIfNeeded() {
        if (opening < waiting.size() && opening + open < limits.most()) {
            opening++;
            dialer.dial().onComplete(this::opened);
        }
    }

    private void opened(AsyncResult<NetSocket> connected) {
        opening--;
        if (connected.succeeded()) {
            ContextInternal context =
                    ((VertxInternal) vertx).getOrCreateContext().unwrap();
            open++;
            counts.opened();
            startTicking();
            free(Connection.over((NetSocketInternal) connected.result(), this, context, tick));
        } else if (!waiting.isEmpty()) {
            waiting.getFirst().leave(connected.cause());
        }
        openIfNeeded();
    }

    /** Takes a connection back. */
    void free(Connection connection) {
        if (connection.olderThan(limits.lifetime().toSeconds(), tick)) {
            connection.close();
            return;
        }
        Place first = waiting.pollFirst();
        if (first != null) {
            counts.served();
            vertx.cancelTimer(first.patience);
            first.promise.complete(connection);
        } else {
            connection.idleSince(tick);
            idle.addFirst(connection);
            counts.rested(1);
        }
    }

    void closed(Connection connection) {
        open--;
        counts.closed(); // before it leaves those that are idle: whoever looks in between must not take it for one in
        // use
        if (idle.remove(connection)) {
            counts.rested(-1);
        }
        openIfNeeded();
    }

    private void startTicking() {
        if (timer == NO_TIMER) {
            timer = vertx.setPeriodic(TICK_MILLIS, fired -> tick());
        }
    }

    private void tick() {
        tick++;
        List<Connection> over = new ArrayList<>();
        for (Connection connection : idle) {
            if (connection.idleFor(limits.idle().toSeconds(), tick)
                    || connection.olderThan(limits.lifetime().toSeconds(), tick)) {
                over.add(connection);
            }
        }
        idle.removeAll(over); // at once: one with TLS is still active while it says good-bye
        counts.rested(-over.size());
        over.forEach(Connection::close);
        if (open == 0 && vertx.cancelTimer(timer)) {
            timer = NO_TIMER;
        }
    }
}
