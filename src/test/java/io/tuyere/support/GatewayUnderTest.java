package io.tuyere.support;

import io.tuyere.RunningGateway;
import io.tuyere.admin.ManagementSettings;
import io.tuyere.config.Configuration;
import io.tuyere.config.SecretSettings;
import io.tuyere.core.RegionOverride;
import io.tuyere.http.ServerSettings;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.sim.SimControl;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * A gateway with the {@link TestTenants} in front of a simulated cloud, all on free ports. For the field of a test class:
 *
 * <pre>{@code @AutoClose private final GatewayUnderTest gateway = GatewayUnderTest.start();}</pre>
 */
public final class GatewayUnderTest implements AutoCloseable {
    /** What tests tell about their calls: nothing. */
    public static final ObserveSettings QUIET = ObserveSettings.defaults()
            .withAccessLog(AccessLogSettings.defaults().withTo("off"));

    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final SimulatedCloud cloud;
    private final RunningGateway gateway;

    private GatewayUnderTest(Vertx vertx, SimulatedCloud cloud, RunningGateway gateway) {
        this.vertx = vertx;
        this.cloud = cloud;
        this.gateway = gateway;
    }

    /** With the usual settings. */
    public static GatewayUnderTest start() {
        return start(TestTenants.cloud(), configuration -> configuration);
    }

    /** With other settings of the gateway. */
    public static GatewayUnderTest start(UnaryOperator<Configuration> changed) {
        return start(TestTenants.cloud(), changed);
    }

    /** With another cloud and other settings of the gateway. */
    public static GatewayUnderTest start(SimSettings settings, UnaryOperator<Configuration> changed) {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        try {
            SimulatedCloud cloud = done(SimulatedCloud.start(vertx, settings));
            return new GatewayUnderTest(
                    vertx, cloud, done(RunningGateway.start(vertx, changed.apply(configuration(cloud)))));
        } catch (RuntimeException failed) {
            done(vertx.close());
            throw failed;
        }
    }

    private static Configuration configuration(SimulatedCloud cloud) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>();
        SimSettings.REGIONS.forEach(id -> regions.put(id, RegionOverride.of(id, cloud.baseUrl(id))));
        return new Configuration(
                ServerSettings.defaults().withHost("127.0.0.1").withPort(0).withDrainDelay(Duration.ZERO),
                ManagementSettings.defaults().withPort(0),
                URI.create("http://127.0.0.1:0"),
                Optional.empty(),
                SecretSettings.defaults(),
                regions,
                Map.of(),
                TestTenants.all(),
                LimitSettings.defaults(),
                UpstreamSettings.defaults(),
                QUIET);
    }

    /** The simulated cloud. */
    public SimulatedCloud cloud() {
        return cloud;
    }

    /** Makes the cloud misbehave and tells what it saw. */
    public SimControl control() {
        return cloud.control();
    }

    /** The gateway itself. */
    public RunningGateway gateway() {
        return gateway;
    }

    /** The port of the data plane. */
    public int port() {
        return gateway.port();
    }

    /** What clients use as their base URL. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** A client that signs with this access id of the {@link TestTenants}, without a token as yet. */
    public TuyaClient client(String accessId) {
        return new TuyaClient(port(), accessId, TestTenants.secret(accessId));
    }

    /** A client of a tenant that has its token. */
    public TuyaClient connected(String tenant) {
        return client(TestTenants.sdk(tenant)).connected();
    }

    /** A request as it stands, not signed. */
    public Request request(String method, String target) {
        return new Request(port(), method, target);
    }

    /** A request with a tenant's API key. */
    public Request keyed(String tenant, String method, String target) {
        return request(method, target).key(TestTenants.key(tenant));
    }

    /** A request to a region itself, not signed. */
    public Request toCloud(String region, String method, String target) {
        return new Request(cloud.port(region), method, target);
    }

    /** The answer of the management port. */
    public Response management(String path) {
        return managementRequest(path).send();
    }

    /** A request to the management port, not sent as yet. */
    public Request managementRequest(String path) {
        return new Request(gateway.managementPort(), "GET", path);
    }

    @Override
    public void close() {
        // One after the other: a continuation would run on an event loop that is closing.
        done(gateway.stop());
        done(cloud.stop());
        done(vertx.close());
    }

    /** Waits for a future; for test threads only. */
    public static <T> T done(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("not done in " + PATIENCE_SECONDS + " s", late);
        }
    }
}
