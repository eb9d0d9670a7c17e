package io.tuyere.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who comes in: so many connections at a time, and none that stays once the gateway is about to stop. Of the whole process; any
 * thread.
 */
public final class Doors {
    private final int maxConnections;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closing;

    /** Open doors. */
    public Doors(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Lets a connection in, or closes it when there are too many. */
    public void enter(HttpConnection connection) {
        if (inside.incrementAndGet() > maxConnections) {
            inside.decrementAndGet();
            connection.close();
            return;
        }
        connection.closeHandler(left -> inside.decrementAndGet());
    }

    /** Number of connections that are open. */
    public int inside() {
        return inside.get();
    }

    /** From now on every answer ends its connection, so that clients move on and none is cut off between two calls. */
    public void close() {
        closing = true;
    }

    /** To be called with each request before it is answered. */
    public void attend(HttpServerRequest request) {
        if (closing) {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
