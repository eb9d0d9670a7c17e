package io.tuyere;

import io.tuyere.http.ServerSettings;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a gateway that has just started and hangs up again, one connection after the other in its first seconds. All
 * clients of the instance that it takes over from come at once, and what the JVM has not compiled yet takes it twenty times as
 * long: without this the calls on the first 64 connections wait for up to 17 ms. Runs on an event loop that serves no clients.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** A JVM compiles for good what has run five thousand times. */
    private static final int CONNECTIONS = 8_000;

    /** Whoever waits for the gateway to be there has calls of his own first. */
    private static final long BEGIN_MILLIS = 1_000;

    private static final long PAUSE_MILLIS = 1;
    private static final int CONNECT_MILLIS = 1_000;
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

    private final Vertx vertx;
    private final NetClient client;
    private final String host;
    private final int port;
    private int left = CONNECTIONS;

    private Rehearsal(Vertx vertx, String host, int port) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.host = host;
        this.port = port;
    }

    /** Begins after a second, and ends by itself; not where connections begin with TLS, which costs more than it would save. */
    static void of(Vertx vertx, ServerSettings settings, int port) {
        if (settings.tls().isEmpty()) {
            String host = ALL_ADDRESSES.contains(settings.host()) ? "127.0.0.1" : settings.host();
            new Rehearsal(vertx, host, port).after(BEGIN_MILLIS);
        }
    }

    private void after(long millis) {
        long unused = vertx.setTimer(millis, due -> connect());
    }

    private void connect() {
        client.connect(port, host).compose(NetSocket::close).onComplete(this::ended);
    }

    private void ended(AsyncResult<Void> hungUp) {
        left--;
        if (hungUp.succeeded() && left > 0) {
            after(PAUSE_MILLIS);
            return;
        }
        if (hungUp.failed()) {
            LOG.debug("no more connections to itself", hungUp.cause());
        }
        client.close().onFailure(cause -> LOG.debug("not closed", cause));
    }
}
