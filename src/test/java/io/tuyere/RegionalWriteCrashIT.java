package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.SimProject;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayProcess;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A firmware task for every region, whose gateway is killed while it is under way. */
final class RegionalWriteCrashIT {
    private static final String WORLD = "world";
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TASKS = "/v2.0/cloud/ota/tasks";

    @AutoClose("close")
    private final Vertx vertx = Vertx.vertx();

    private final SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));

    @AutoClose
    private final RedisProcess redis = RedisProcess.start();

    @TempDir
    private static Path folder;

    @AutoClose
    private final GatewayProcess first = GatewayProcess.launch(configuration());

    @AutoClose
    private final GatewayProcess second = GatewayProcess.launch(configuration());

    /** One tenant, enabled in every region; any ports. */
    private Path configuration() {
        SimProject project = SimSettings.demo().projects().get(0);
        String regions = SimSettings.REGIONS.stream()
                .map(region -> region + ": { base-url: \"" + cloud.baseUrl(region) + "\" }")
                .collect(Collectors.joining(", "));
        List<String> tenants = List.of(
                WORLD + ":",
                "  default-region: eu",
                "  project: { access-id: " + project.accessId() + ", access-secret: " + project.accessSecret() + " }",
                "  credentials: [ { type: api-key, key: " + TestTenants.key(WORLD) + " } ]");
        List<String> main = List.of(
                "server: { host: 127.0.0.1, port: 0 }",
                "management: { host: 127.0.0.1, port: 0 }",
                "public-url: http://127.0.0.1:0",
                "redis: { url: \"" + redis.url() + "\", command-timeout: 2s }",
                "secrets: { master-key: \"" + MASTER_KEY + "\" }",
                "regions: { " + regions + " }",
                "tenants: { file: tenants.yaml }");
        try {
            Files.write(folder.resolve("tenants.yaml"), tenants);
            return Files.write(folder.resolve("tuyere.yaml"), main);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request publication(GatewayProcess gateway) {
        return gateway.call(WORLD, "POST", TASKS)
                .header("X-Tuya-Region", "all")
                .header("Idempotency-Key", "release")
                .header("X-Request-Timeout", "3s")
                .json("{\"version\":\"2.0.1\"}");
    }

    private Map<String, Integer> published() {
        Map<String, Integer> published = new TreeMap<>();
        SimSettings.REGIONS.forEach(region ->
                published.put(region, cloud.control().firmwareTasks(region).size()));
        return published;
    }

    /** Outcomes that are noted. */
    private long noted(char state) {
        String key = redis.ask("KEYS", "tuyere:1:{write}:world:*");
        return key.isEmpty()
                ? 0
                : SimSettings.REGIONS.stream()
                        .map(region -> redis.ask("HGET", key, "region:" + region))
                        .filter(value -> !value.isEmpty() && value.charAt(0) == state)
                        .count();
    }

    private static JsonObject of(Response answer, String region) {
        return answer.json().getJsonObject("result").getJsonObject(region);
    }

    /**
     * When the gateway dies, four regions have acted, one is down, one has refused, and one has the call and has not answered
     * yet. Whoever repeats the call elsewhere reaches the two that did not act, and is told that nobody knows of the last.
     */
    @Test
    void everyRegionIsReachedExactlyOnceThoughTheGatewayIsKilledInBetween() {
        assertThat(second.awaitStart().status()).isEqualTo("ready");
        assertThat(first.awaitStart()
                        .call(WORLD, "GET", "/@all/v1.3/iot-03/devices")
                        .send()
                        .success())
                .isTrue();
        GatewayUnderTest.done(cloud.kill("in"));
        cloud.control().plant(Fault.refusal(28841105, "No permission").on("us").forCalls("POST", TASKS));
        cloud.control().plant(Fault.latency(Duration.ofMillis(2_500)).on("sg").forCalls("POST", TASKS));

        try (Wire wire = first.wire()) {
            wire.begin(publication(first));
            Eventually.holds(
                    "all but one are noted",
                    PATIENCE,
                    () -> cloud.control().counters("sg").requests("POST " + TASKS) == 1
                            && noted('A') == 4
                            && noted('N') == 2);
            first.kill();
        }
        cloud.control().clearFaults();
        GatewayUnderTest.done(cloud.revive("in"));
        assertThat(publication(second).send().error()).isEqualTo("key-in-use");
        Eventually.holds(
                "the lease is over",
                PATIENCE,
                () -> publication(second).send().error().isEmpty());
        Response repeated = publication(second).send();

        assertThat(of(repeated, "us").getString("outcome")).isEqualTo("acted");
        assertThat(of(repeated, "in").getString("outcome")).isEqualTo("acted");
        assertThat(of(repeated, "eu").getBoolean("replayed")).isTrue();
        assertThat(of(repeated, "eu").getJsonObject("result").getInteger("task_id"))
                .isEqualTo(1);
        assertThat(of(repeated, "sg").getString("outcome")).isEqualTo("unknown");
        assertThat(repeated.json().getString("msg")).isEqualTo("1 of 7 regions: sg unknown");
        Eventually.holds(
                "the slow region has acted", PATIENCE, () -> !published().containsValue(0));
        assertThat(published().values()).containsOnly(1);
    }
}
