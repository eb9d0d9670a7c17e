package io.tuyere.wire;

import io.vertx.core.Future;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to one host. While its name cannot be looked up, the address that it had last is used instead, for an hour:
 * data centres move rarely, name servers fail more often. What the name says counts again as soon as it says something. Owner's
 * event loop only.
 */
public final class Dialer {
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    private static final Duration KEPT = Duration.ofHours(1);

    private final NetClient client;
    private final ConnectOptions remote;
    private final LongSupplier elapsedMillis;
    private final Runnable byLastAddress;
    private @Nullable SocketAddress last;
    private long lastMillis;
    private boolean unknown;

    /**
     * To this host.
     *
     * @param elapsedMillis a clock that never goes back, in milliseconds of any origin
     * @param byLastAddress is told of each connection that is opened by the address that the host had last
     */
    public Dialer(NetClient client, ConnectOptions remote, LongSupplier elapsedMillis, Runnable byLastAddress) {
        this.client = client;
        this.remote = remote;
        this.elapsedMillis = elapsedMillis;
        this.byLastAddress = byLastAddress;
    }

    /** A new connection. */
    Future<NetSocket> dial() {
        return client.connect(remote).onSuccess(this::remember).recover(this::byLastAddress);
    }

    private void remember(NetSocket socket) {
        last = socket.remoteAddress();
        lastMillis = elapsedMillis.getAsLong();
        if (unknown) {
            unknown = false;
            LOG.info("the name of {} is known again", remote.getHost());
        }
    }

    private Future<NetSocket> byLastAddress(Throwable cause) {
        SocketAddress known = last;
        boolean tooOld = elapsedMillis.getAsLong() - lastMillis > KEPT.toMillis();
        if (!(cause instanceof UnknownHostException) || known == null || tooOld) {
            return Future.failedFuture(cause);
        }
        if (!unknown) {
            unknown = true;
            LOG.warn("the name of {} cannot be looked up, its last address is used", remote.getHost());
        }
        byLastAddress.run();
        SocketAddress address = SocketAddress.inetSocketAddress(known.port(), known.hostAddress());
        return client.connect(new ConnectOptions(remote).setRemoteAddress(address));
    }
}
