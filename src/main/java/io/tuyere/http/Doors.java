package io.tuyere.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets in so many connections of clients at a time. Of the whole process; any thread. */
public final class Doors {
    private final int maxConnections;
    private final AtomicInteger inside = new AtomicInteger();

    /** Open doors. */
    public Doors(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Lets a connection in, to be received by its event loop's watchman, or closes it when there are too many. */
    public void enter(HttpConnection connection, Watchman watchman) {
        if (inside.incrementAndGet() > maxConnections) {
            inside.decrementAndGet();
            connection.close();
            return;
        }
        // Not its own close handler, which is never called for what has become a tunnel.
        ((ConnectionBase) connection).channel().closeFuture().addListener(left -> inside.decrementAndGet());
        watchman.receive(connection);
    }

    /** Number of connections that are open. */
    public int inside() {
        return inside.get();
    }
}
