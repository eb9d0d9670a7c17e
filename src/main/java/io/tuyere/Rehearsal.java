package io.tuyere;

import io.tuyere.http.Doors;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.Watchman;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a gateway that has just started practise taking connections, on a port of this machine and an event loop apart from those
 * of clients. All clients of the instance that it takes over from come at once, and what the JVM has not compiled yet takes it
 * twenty times as long: without this the calls on the first 64 connections wait for up to 17 ms. Nothing is asked on the
 * connections, and they count for nothing. Timers are practised with them, which otherwise take the compiler minutes later,
 * when calls are there to wait for it. Takes a quarter of a core for ten seconds.
 */
final class Rehearsal extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /**
     * A JVM compiles what has run two hundred times, and for good, which takes far longer, what has run five thousand times: here
     * what a connection takes three times.
     */
    static final int CONNECTIONS = 1_800;

    /** Whoever waits for the gateway to be there has calls of his own first. */
    private static final long BEGIN_MILLIS = 1_000;

    private static final long PAUSE_MILLIS = 5;
    private static final int TICK_MILLIS = 1;
    private static final int CONNECT_MILLIS = 1_000;
    private static final String HOST = "127.0.0.1";

    private final Wiring wiring;
    private final ServerSettings settings;
    private final int most;
    private final Promise<Integer> over = Promise.promise();
    private int made;

    /** Of so many connections at most, one after the other. */
    Rehearsal(Wiring wiring, ServerSettings settings, int most) {
        this.wiring = wiring;
        this.settings = settings;
        this.most = most;
    }

    /** The number of connections there were, once it is over: fewer when one could not be had, or the gateway stopped. */
    Future<Integer> over() {
        return over.future();
    }

    @Override
    public Future<?> start() {
        Doors doors = new Doors(most);
        Watchman watchman = new EdgeWiring(wiring, vertx).watchman();
        HttpServer server = vertx.createHttpServer(
                        GatewayVerticle.options(settings).setSsl(false).setUseAlpn(false))
                .connectionHandler(connection -> {
                    GatewayVerticle.quiet(connection);
                    doors.enter(connection, watchman);
                })
                .exceptionHandler(broken -> LOG.debug("a connection broke", broken))
                .requestHandler(
                        request -> request.connection().close().onFailure(cause -> LOG.debug("not closed", cause)));
        long unused = vertx.setPeriodic(BEGIN_MILLIS, TICK_MILLIS, fired -> {});
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        return server.listen(0, HOST).onSuccess(bound -> after(BEGIN_MILLIS, client, bound.actualPort()));
    }

    private void after(long millis, NetClient client, int port) {
        long unused = vertx.setTimer(
                millis,
                due -> client.connect(port, HOST)
                        .compose(NetSocket::close)
                        .onSuccess(hungUp -> next(client, port))
                        .onFailure(cause -> {
                            LOG.debug("the rehearsal ends early", cause);
                            leave();
                        }));
    }

    private void next(NetClient client, int port) {
        made++;
        if (made < most) {
            after(PAUSE_MILLIS, client, port);
        } else {
            leave();
        }
    }

    private void leave() {
        vertx.undeploy(context.deploymentID()).onFailure(cause -> LOG.debug("the gateway stops anyway", cause));
    }

    @Override
    public Future<?> stop() {
        over.complete(made);
        return Future.succeededFuture();
    }
}
