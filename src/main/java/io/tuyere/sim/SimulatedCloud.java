package io.tuyere.sim;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running simulation: one port per region, each on an event loop of its own, and a control port.
 *
 * <pre>{@code
 * SimulatedCloud.start(vertx, SimSettings.demo()).compose(cloud -> {
 *     cloud.control().plant(Fault.reset().afterExecution().on("eu").times(1));
 *     return client.call(cloud.baseUrl("eu"), ...);
 * });
 * }</pre>
 */
public final class SimulatedCloud {
    private final Vertx vertx;
    private final World world;
    private final SimControl control;
    private final ControlServer controlServer;
    private final List<String> deployments;
    private final Map<String, String> deploymentOfRegion = new ConcurrentHashMap<>();

    private SimulatedCloud(
            Vertx vertx, World world, SimControl control, ControlServer server, List<String> deployments) {
        this.vertx = vertx;
        this.world = world;
        this.control = control;
        this.controlServer = server;
        this.deployments = deployments;
        for (int i = 0; i < SimSettings.REGIONS.size(); i++) {
            deploymentOfRegion.put(SimSettings.REGIONS.get(i), deployments.get(i));
        }
    }

    /**
     * Starts all regions and the control port.
     *
     * @return the cloud once every port listens; fails when a port is taken, and then nothing is left running
     */
    public static Future<SimulatedCloud> start(Vertx vertx, SimSettings settings) {
        World world = new World(settings);
        SimControl control = new SimControl(world);
        ControlServer controlServer = new ControlServer(control);
        List<Deployable> servers = new ArrayList<>();
        for (DataCentre centre : world.centres()) {
            int number = SimSettings.REGIONS.indexOf(centre.region()) + 1;
            int port = settings.basePort() == 0 ? 0 : settings.basePort() + number;
            servers.add(new RegionServer(world, centre, port));
        }
        servers.add(controlServer);
        List<Future<String>> deploying =
                servers.stream().map(vertx::deployVerticle).toList();
        return Future.join(deploying)
                .map(all -> new SimulatedCloud(vertx, world, control, controlServer, all.list()))
                .recover(failure -> undeploy(vertx, idsOf(deploying))
                        .compose(stopped -> Future.failedFuture(explained(failure, settings))));
    }

    /** Transports tell it by different exceptions, and none says which port. */
    private static Throwable explained(Throwable failure, SimSettings settings) {
        if (!(failure instanceof IOException) || settings.basePort() == 0) {
            return failure;
        }
        int last = settings.basePort() + SimSettings.REGIONS.size();
        return new IllegalStateException(
                "cannot listen on all ports of the simulated cloud, " + settings.host() + ":" + settings.basePort()
                        + " to " + last + " (--sim-port of demo, --port of sim): " + failure.getMessage(),
                failure);
    }

    /** The control port. */
    public int controlPort() {
        return controlServer.port();
    }

    /** The port of a region. */
    public int port(String region) {
        return baseUrl(region).getPort();
    }

    /** Scheme, host and port of a region; what its logins name as {@code platform_url}. */
    public URI baseUrl(String region) {
        return world.centre(region).baseUrl();
    }

    /** The page of a region on which end users let projects act for them. */
    public URI authorizationPage(String region) {
        return baseUrl(region).resolve(AuthorizationPage.PATH);
    }

    /** The control port's powers, for a test in the same process. */
    public SimControl control() {
        return control;
    }

    /** Lets a region die: its port is closed, its connections break; what it holds stays. */
    public Future<Void> kill(String region) {
        String deployment = deploymentOfRegion.remove(region);
        return deployment == null ? Future.succeededFuture() : vertx.undeploy(deployment);
    }

    /** Lets a region that died return, on the same port and with what it held. */
    public Future<Void> revive(String region) {
        RegionServer server = new RegionServer(world, world.centre(region), port(region));
        return vertx.deployVerticle(server)
                .onSuccess(id -> deploymentOfRegion.put(region, id))
                .mapEmpty();
    }

    /** Closes all ports and connections, calls in flight included. */
    public Future<Void> stop() {
        List<String> running = new ArrayList<>(deploymentOfRegion.values());
        running.add(deployments.get(deployments.size() - 1));
        return undeploy(vertx, running);
    }

    private static Future<Void> undeploy(Vertx vertx, List<String> ids) {
        return Future.join(ids.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    private static List<String> idsOf(List<Future<String>> deploying) {
        return deploying.stream().filter(Future::succeeded).map(Future::result).toList();
    }
}
