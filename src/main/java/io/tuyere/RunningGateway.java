package io.tuyere;

import io.tuyere.admin.ManagementServer;
import io.tuyere.admin.ManagementSettings;
import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.Configuration;
import io.tuyere.config.Reading;
import io.tuyere.core.CountryTable;
import io.tuyere.http.ServerSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that serves: one {@link GatewayVerticle} per core on the data port, and the management port. */
public final class RunningGateway {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGateway.class);

    private final ManagementServer management;
    private final Vertx vertx;
    private final Wiring wiring;
    private final ServerSettings settings;
    private final List<GatewayVerticle> verticles = new CopyOnWriteArrayList<>();
    private final Future<Void> warmedUp;
    private String deployment = "";

    private RunningGateway(Vertx vertx, Wiring wiring, ServerSettings settings) {
        this.vertx = vertx;
        this.warmedUp = warmUp(vertx);
        this.wiring = wiring;
        this.settings = settings;
        this.management = new ManagementWiring(wiring, vertx).server();
    }

    /** Options of a Vert.x for a gateway: native transport where there is one, an event loop per core. */
    public static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                // Files are files, never looked for on the class path, for which Vert.x would make a directory.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false))
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors() + 1);
    }

    /** Starts serving; fails, with nothing left behind, when a port cannot be had. */
    public static Future<RunningGateway> start(Vertx vertx, Configuration configuration) {
        return start(vertx, configuration, System::currentTimeMillis);
    }

    /** Starts serving by a clock in milliseconds since the epoch; fails as the other does. */
    public static Future<RunningGateway> start(Vertx vertx, Configuration configuration, LongSupplier clock) {
        Wiring wiring = new Wiring(vertx, configuration, clock);
        RunningGateway gateway = new RunningGateway(vertx, wiring, configuration.server());
        DeploymentOptions options =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        ServerSettings server = configuration.server();
        ManagementSettings management = configuration.management();
        return gateway.management
                .start()
                .recover(cause -> noPort("management.port", management.host(), management.port(), cause))
                .compose(listening -> wiring.connect())
                .compose(connected -> vertx.deployVerticle(() -> gateway.verticle(wiring, server), options)
                        .recover(cause -> noPort("server.port", server.host(), server.port(), cause)))
                .onSuccess(id -> gateway.deployed(id, wiring))
                .map(gateway)
                .recover(cause -> gateway.close().transform(closed -> Future.failedFuture(cause)));
    }

    /** Reading telephone numbers needs tables whose loading would stall the first call that brings one. */
    private static Future<Void> warmUp(Vertx vertx) {
        return vertx.executeBlocking(() -> {
                    CountryTable.warmUp();
                    return true;
                })
                .<Void>mapEmpty()
                .onFailure(cause -> LOG.warn("telephone numbers load with the first call that needs them", cause));
    }

    /** Transports tell it by different exceptions. */
    private static <T> Future<T> noPort(String key, String host, int port, Throwable cause) {
        return Future.failedFuture(
                cause instanceof IOException
                        ? new IllegalStateException(
                                "cannot listen on " + host + ":" + port + " (" + key + "): " + cause.getMessage(),
                                cause)
                        : cause);
    }

    private GatewayVerticle verticle(Wiring wiring, ServerSettings settings) {
        GatewayVerticle verticle = new GatewayVerticle(wiring, settings);
        verticles.add(verticle);
        return verticle;
    }

    private void deployed(String id, Wiring wiring) {
        deployment = id;
        wiring.listensOn(port());
        management.ready();
    }

    /** Reads the configuration again whenever its files change; what needs another port or pool waits for a restart. */
    public ConfigWatcher watch(Supplier<Reading> reader, Reading first) {
        ConfigWatcher watcher = wiring.watch(vertx, reader, first);
        watcher.start();
        return watcher;
    }

    /** Makes ready for many clients at once, beside the calls that come already; answers how many it practised with. */
    Future<Integer> rehearse(int connections) {
        Rehearsal rehearsal = new Rehearsal(wiring, settings, connections);
        return vertx.deployVerticle(rehearsal).compose(begun -> rehearsal.over());
    }

    /** Number of tenants that are known. */
    public int tenants() {
        return wiring.tenants();
    }

    /** The port of the data plane. */
    public int port() {
        return verticles.get(0).port();
    }

    /** The management port. */
    public int managementPort() {
        return management.port();
    }

    /**
     * Stops: not ready any more and every answer ends its connection; calls are taken for the drain delay still, those under way
     * are answered up to the drain timeout, then the ports close.
     */
    public Future<Void> stop() {
        management.draining();
        verticles.forEach(GatewayVerticle::drain);
        long drainDelayMillis = settings.drainDelay().toMillis();
        Future<?> delay = drainDelayMillis == 0 ? Future.succeededFuture() : vertx.timer(drainDelayMillis);
        return delay.compose(waited -> vertx.undeploy(deployment))
                .transform(undeployed -> close())
                .eventually(() -> warmedUp);
    }

    private Future<Void> close() {
        return Future.join(management.stop(), wiring.disconnect())
                .eventually(() -> vertx.executeBlocking(wiring::tellTheLast))
                .mapEmpty();
    }
}
