package io.tuyere.support;

import io.tuyere.sim.SimControl;
import io.tuyere.sim.SimProject;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Two gateways that share a Redis, each in a process of its own, in front of one simulated cloud. The tenants are {@link
 * TestTenants#ACME} and {@link TestTenants#OTHER} without limits, {@code hundred} and {@code five} with plans of so many calls a
 * second, and {@code fast} with a plan and a budget that nobody meets.
 */
public final class FleetOfProcesses implements Traffic.Gateways, AutoCloseable {
    /** Calls that {@code hundred} may make at once. */
    public static final int BURST_OF_HUNDRED = 50;

    /** Calls that {@code five} may make at once. */
    public static final int BURST_OF_FIVE = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEY = Base64.getEncoder().encodeToString(TestTenants.digest("SHA-256", new byte[] {2}));

    private final Vertx vertx = Vertx.vertx();
    private final SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, TestTenants.cloud()));
    private final RedisFront front;
    private final List<GatewayProcess> gateways;

    private FleetOfProcesses(RedisProcess redis, Certificate certificate, Path directory) {
        front = RedisFront.withTls(redis, certificate);
        Path unused = write(directory.resolve("tenants.yaml"), tenants());
        Path tls = write(directory.resolve("tls.yaml"), main("rediss://localhost:" + front.port()));
        Path plain = write(directory.resolve("plain.yaml"), main(redis.url()));
        gateways = List.of(GatewayProcess.launch(tls, certificate.trusted()), GatewayProcess.launch(plain));
        gateways.forEach(gateway -> Eventually.holds(
                "it is ready", PATIENCE, () -> gateway.awaitStart().status().equals("ready")));
    }

    /**
     * Both gateways, connected.
     *
     * @param redis has the user of {@link DocumentedAcl}
     * @param certificate of the TLS by which the first gateway comes to Redis
     * @param directory for their configurations
     */
    public static FleetOfProcesses of(RedisProcess redis, Certificate certificate, Path directory) {
        return new FleetOfProcesses(redis, certificate, directory);
    }

    /** Waits are long, so that a busy machine does not make an instance decide alone. */
    private String main(String redis) {
        StringBuilder regions = new StringBuilder();
        SimSettings.REGIONS.forEach(
                id -> regions.append("  " + id + ": { base-url: \"" + cloud.baseUrl(id) + "\" }\n"));
        return """
                server: { host: 127.0.0.1, port: 0 }
                management: { port: 0 }
                public-url: http://127.0.0.1:0
                redis: { url: "%s", user: %s, password: %s, command-timeout: 5s }
                secrets: { master-key: %s }
                limits: { redis-wait: 1s }
                timeouts: { connect: 10s, call: 20s }
                tenants: { file: tenants.yaml }
                regions:
                %s""".formatted(redis, DocumentedAcl.USER, DocumentedAcl.PASSWORD, KEY, regions);
    }

    private static String tenants() {
        return tenant(TestTenants.ACME, false, "")
                + tenant(TestTenants.OTHER, true, "")
                + tenant("hundred", false, "plan: { per-second: 100, burst: " + BURST_OF_HUNDRED + " }")
                + tenant("five", false, "plan: { per-second: 5, burst: " + BURST_OF_FIVE + " }")
                + tenant(
                        "fast",
                        false,
                        "plan: { per-second: 20000, burst: 20000 }\n  budget: { calls-per-month: 1000000, stop: true }");
    }

    private static String tenant(String id, boolean other, String limits) {
        SimProject project = other ? TestTenants.OTHER_PROJECT : TestTenants.PROJECT;
        return """
                %s:
                  default-region: eu
                  regions: [eu, us, in]
                  project: { access-id: %s, access-secret: %s }
                  credentials: [{ type: api-key, key: %s }]
                  %s
                """.formatted(id, project.accessId(), project.accessSecret(), TestTenants.key(id), limits);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the cloud misbehave and tells what it saw. */
    public SimControl control() {
        return cloud.control();
    }

    /** Token calls of projects that a region has seen. */
    public long tokenCalls(String region) {
        return control().counters(region).tokenCalls("project");
    }

    /** One of the two. */
    public GatewayProcess gateway(int number) {
        return gateways.get(number);
    }

    @Override
    public Wire wire(int gateway) {
        return gateway(gateway).wire();
    }

    @Override
    public Request call(int gateway, String tenant, String method, String target) {
        return gateway(gateway).call(tenant, method, target);
    }

    /** Waits until each of them knows of so many. */
    public void awaitInstances(int number) {
        gateways.forEach(gateway -> Eventually.holds(
                "they know of each other", PATIENCE, () -> gateway.meter("tuyere_limit_instances") == number));
    }

    @Override
    public void close() {
        gateways.forEach(GatewayProcess::close);
        front.close();
        GatewayUnderTest.done(cloud.stop());
        GatewayUnderTest.done(vertx.close());
    }
}
