package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Opens bare connections to regions, for clients that speak through them unseen. A region that is known not to answer is not
 * tried, and one that cannot be reached is told to its breaker; what a connection carries shows nothing. Owner's event loop only.
 */
public final class TunnelConnector {
    private static final int MARGIN_MILLIS = 100; // behind the client's own timeout, which knows better what went wrong

    private final NetClient client;
    private final Breakers breakers;
    private final Duration connectTimeout;

    /** The collaborators it works with. */
    public TunnelConnector(NetClient client, Breakers breakers, Duration connectTimeout) {
        this.client = client;
        this.breakers = breakers;
        this.connectTimeout = connectTimeout;
    }

    /** A connection; fails with {@code REGION_UNAVAILABLE} where there is none to be had. */
    public Future<NetSocket> open(Region region) {
        Breaker.Permit permit;
        try {
            permit = breakers.of(region.id()).enterUnseen();
        } catch (FailureException open) {
            return Future.failedFuture(open);
        }
        Future<NetSocket> connecting = client.connect(region.port(), region.host());
        return connecting
                .timeout(connectTimeout.toMillis() + MARGIN_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(NetSocket::close))
                .andThen(done -> settle(permit, done))
                .recover(cause -> Future.failedFuture(unavailable(region)));
    }

    private static void settle(Breaker.Permit permit, AsyncResult<NetSocket> done) {
        permit.settle(done.succeeded() ? Verdict.NONE : Verdict.BAD, new Breaker.Cause("it cannot be connected to", 0));
    }

    private Throwable unavailable(Region region) {
        return new Failure.RegionUnavailable(
                        region.id(), "no connection within " + connectTimeout.toMillis() + " ms, or none at all")
                .toException();
    }
}
