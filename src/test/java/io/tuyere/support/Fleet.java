package io.tuyere.support;

import io.tuyere.RunningGateway;
import io.tuyere.admin.ManagementSettings;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.config.Configuration;
import io.tuyere.config.SecretSettings;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Secret;
import io.tuyere.http.ServerSettings;
import io.tuyere.limit.LimitSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.sim.SimControl;
import io.tuyere.sim.SimProject;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Gateways with the {@link TestTenants} that share a Redis, each with a Vert.x of its own as if it were a process of its own, in
 * front of one simulated cloud.
 */
public final class Fleet implements Traffic.Gateways, AutoCloseable {
    /** Seals what this fleet shares. */
    public static final Secret MASTER_KEY = Secret.of(TestTenants.digest("SHA-256", new byte[] {1}));

    private static final int MANY = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx cloudVertx = Vertx.vertx();
    private final SimulatedCloud cloud;
    private final List<Vertx> vertxes = new ArrayList<>();
    private final List<RunningGateway> gateways = new ArrayList<>();

    private Fleet() {
        cloud = GatewayUnderTest.done(SimulatedCloud.start(cloudVertx, TestTenants.cloud()));
    }

    /** A cloud without gateways as yet. */
    public static Fleet empty() {
        return new Fleet();
    }

    /** So many gateways that share this Redis, all connected to it. */
    public static Fleet of(int size, RedisSettings redis) {
        Fleet fleet = new Fleet();
        for (int i = 0; i < size; i++) {
            int added = fleet.add(redis);
            fleet.awaitStatus(added, "ready");
        }
        return fleet;
    }

    /**
     * So many gateways that share this Redis, all connected to it, with limits of every kind. They are wide, and exact: each
     * call asks Redis, twice where its path has a pace.
     */
    public static Fleet limited(int size, RedisSettings redis) {
        Fleet fleet = new Fleet();
        for (int i = 0; i < size; i++) {
            int added = fleet.addLimited(redis);
            fleet.awaitStatus(added, "ready");
        }
        return fleet;
    }

    private static Configuration withLimits(Configuration usual) {
        LimitSettings exact = LimitSettings.defaults()
                .withPrecision(Duration.ZERO)
                .withPace("GET /v1.0/devices/{device_id}", MANY)
                .withPace("POST /v1.0/devices/{device_id}/commands", MANY);
        return usual.withTenants(
                        usual.tenants().stream().map(TestTenants::limited).toList())
                .withLimits(exact);
    }

    /** Another gateway, whether or not Redis can be had; answers its number. */
    public int add(RedisSettings redis) {
        return add(redis, MASTER_KEY);
    }

    /** Another gateway, with these master keys. */
    public int add(RedisSettings redis, Secret... masterKeys) {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        vertxes.add(vertx);
        gateways.add(GatewayUnderTest.done(
                RunningGateway.start(vertx, configuration(redis, new SecretSettings(List.of(masterKeys))))));
        return gateways.size() - 1;
    }

    /** Another gateway, with other settings; answers its number. */
    public int add(RedisSettings redis, UnaryOperator<Configuration> changed) {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        vertxes.add(vertx);
        Configuration usual = configuration(redis, new SecretSettings(List.of(MASTER_KEY)));
        gateways.add(GatewayUnderTest.done(RunningGateway.start(vertx, changed.apply(usual))));
        return gateways.size() - 1;
    }

    /** Another gateway with limits of every kind, whether or not Redis can be had. */
    public int addLimited(RedisSettings redis) {
        return add(redis, Fleet::withLimits);
    }

    /** Another gateway with limits of every kind, whose clock is ahead of the others'. */
    public int addAhead(RedisSettings redis, Duration ahead) {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        vertxes.add(vertx);
        Configuration usual = configuration(redis, new SecretSettings(List.of(MASTER_KEY)));
        gateways.add(GatewayUnderTest.done(
                RunningGateway.start(vertx, withLimits(usual), () -> System.currentTimeMillis() + ahead.toMillis())));
        return gateways.size() - 1;
    }

    /** Stops one of the gateways, which keeps its number. */
    public void stop(int gateway) {
        GatewayUnderTest.done(gateways.get(gateway).stop());
    }

    private Configuration configuration(RedisSettings redis, SecretSettings secrets) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>();
        SimSettings.REGIONS.forEach(id -> regions.put(id, RegionOverride.of(id, cloud.baseUrl(id))));
        return new Configuration(
                ServerSettings.defaults().withHost("127.0.0.1").withPort(0).withDrainDelay(Duration.ZERO),
                ManagementSettings.defaults().withPort(0),
                URI.create("http://127.0.0.1:0"),
                Optional.of(redis),
                secrets,
                regions,
                Map.of(),
                TestTenants.all(),
                LimitSettings.defaults(),
                // A crowd on a busy machine may take long to connect, which is not what these tests are about.
                UpstreamSettings.defaults().withConnectTimeout(Duration.ofSeconds(10)),
                GatewayUnderTest.QUIET);
    }

    /** Makes the cloud misbehave and tells what it saw. */
    public SimControl control() {
        return cloud.control();
    }

    /** Token calls of one grant that a region has seen. */
    public long tokenCalls(String region, String grant) {
        return control().counters(region).tokenCalls(grant);
    }

    @Override
    public Wire wire(int gateway) {
        return new Wire(gateways.get(gateway).port());
    }

    @Override
    public Request call(int gateway, String tenant, String method, String target) {
        return new Request(gateways.get(gateway).port(), method, target).key(TestTenants.key(tenant));
    }

    /** A client that signs with a tenant's SDK credential at one of the gateways, without a token as yet. */
    public TuyaClient client(int gateway, String tenant) {
        String accessId = TestTenants.sdk(tenant);
        return new TuyaClient(gateways.get(gateway).port(), accessId, TestTenants.secret(accessId));
    }

    /** A request to one of the gateways, as it stands. */
    public Request request(int gateway, String method, String target) {
        return new Request(gateways.get(gateway).port(), method, target);
    }

    /** A client that signs with a project of the cloud at one of the gateways, without a token as yet. */
    public TuyaClient client(int gateway, SimProject project) {
        return new TuyaClient(gateways.get(gateway).port(), project.accessId(), project.accessSecret());
    }

    /** Somebody who uses the administration API of one of the gateways. */
    public Administrator administrator(int gateway, Role role) {
        return Administrator.with(role, gateways.get(gateway).managementPort());
    }

    /** The word that a gateway says about its state: ready, degraded. */
    public String status(int gateway) {
        return new Request(gateways.get(gateway).managementPort(), "GET", "/readyz")
                .send()
                .json()
                .getString("status");
    }

    /** Waits until a gateway says this about its state. */
    public void awaitStatus(int gateway, String word) {
        Eventually.holds(
                "gateway " + gateway + " is " + word,
                PATIENCE,
                () -> status(gateway).equals(word));
    }

    /** Waits until all gateways say this about their state. */
    public void awaitAll(String word) {
        for (int i = 0; i < gateways.size(); i++) {
            awaitStatus(i, word);
        }
    }

    /** A counter or gauge of a gateway, with its labels as Prometheus writes them; 0 when it is not there. */
    public double meter(int gateway, String name) {
        return new Request(gateways.get(gateway).managementPort(), "GET", "/metrics")
                .send()
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Commands of a gateway to Redis that ended so: answered, error, timeout, lost. */
    public double commands(int gateway, String result) {
        return meter(gateway, "tuyere_redis_commands_total{result=\"" + result + "\"}");
    }

    @Override
    public void close() {
        gateways.forEach(gateway -> GatewayUnderTest.done(gateway.stop()));
        vertxes.forEach(vertx -> GatewayUnderTest.done(vertx.close()));
        GatewayUnderTest.done(cloud.stop());
        GatewayUnderTest.done(cloudVertx.close());
    }
}
