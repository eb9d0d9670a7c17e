package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.ConfigReader;
import io.tuyere.config.Reading;
import io.tuyere.config.Surroundings;
import io.tuyere.core.CountryTable;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are changed under traffic, from real files: old, then new and old, then new. */
class RotationIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String SWITCH_ON = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";
    private static final String PROJECT = TestTenants.PROJECT.accessId();
    private static final String OLD = TestTenants.PROJECT.accessSecret();
    private static final String NEW = "new-secret-of-the-project-0123456";
    private static final int CLIENTS = 4;

    @TempDir
    private Path folder;

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
    private final SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private volatile boolean stopped;
    private volatile boolean changed;
    private @Nullable RunningGateway gateway;

    @AfterEach
    void stop() {
        stopped = true;
        clients.shutdownNow();
        GatewayUnderTest.done(running().stop());
        GatewayUnderTest.done(cloud.stop());
        GatewayUnderTest.done(vertx.close());
    }

    private RunningGateway running() {
        return Objects.requireNonNull(gateway, "it has been started");
    }

    private void start(String project, String client) throws IOException {
        Files.writeString(folder.resolve("tuyere.yaml"), """
                server: { host: 127.0.0.1, port: 0, drain-delay: 0s }
                management: { port: 0 }
                regions: { eu: { base-url: "URL" } }
                tenants: { file: tenants.yaml }
                access-log: { to: "off" }
                """.replace(
                        "URL", cloud.baseUrl("eu").toString()));
        tenants(project, client);
        Reading first = read();
        gateway = GatewayUnderTest.done(
                RunningGateway.start(vertx, first.configuration().orElseThrow()));
        Object unused = running().watch(this::read, first);
    }

    private Reading read() {
        Surroundings surroundings = new Surroundings(
                Map.of(),
                folder,
                Set.copyOf(SimSettings.REGIONS),
                code -> CountryTable.builtIn().find(code).isPresent());
        return new ConfigReader(surroundings).read(folder.resolve("tuyere.yaml"), Map.of());
    }

    private void tenants(String project, String client) throws IOException {
        Files.writeString(
                folder.resolve("tenants.yaml"),
                """
                acme:
                  default-region: eu
                  regions: [eu]
                  project: { access-id: "ID", access-secret: PROJECT }
                  credentials:
                    - { type: api-key, key: "acme-key-of-a-test" }
                    - { type: signed, access-id: acme-sdk, access-secret: CLIENT }
                """.replace("ID", PROJECT).replace("PROJECT", project).replace("CLIENT", client));
    }

    private void reload(String project, String client) throws IOException {
        long before = generation();
        tenants(project, client);
        Eventually.holds("the file is taken", Duration.ofSeconds(20), () -> generation() > before);
    }

    private long generation() {
        return management("/status").getLong("generation");
    }

    private JsonObject management(String path) {
        return Request.of(running().managementPort(), "GET", "/admin/v1" + path)
                .send()
                .json();
    }

    private Request keyed(String method, String target) {
        return Request.of(running().port(), method, target).key("acme-key-of-a-test");
    }

    private TuyaClient sdk(String secret) {
        return new TuyaClient(running().port(), "acme-sdk", secret);
    }

    /** Reads, and every third time a write, without pause. */
    private void traffic(Supplier<Response> read, Supplier<Response> write) {
        for (int client = 0; client < CLIENTS; client++) {
            clients.execute(() -> {
                for (int i = 0; !stopped; i++) {
                    boolean writes = i % 3 == 0;
                    judge((writes ? write : read).get(), writes);
                }
            });
        }
        flows();
    }

    private void judge(Response answer, boolean writes) {
        answered.incrementAndGet();
        if (!answer.success()) {
            failures.add(answer.status() + " " + answer.text());
        } else if (writes) {
            written.incrementAndGet();
        }
    }

    private void flows() {
        long enough = answered.get() + 60;
        Eventually.holds(
                "calls are answered", Duration.ofSeconds(30), () -> answered.get() >= enough || !failures.isEmpty());
    }

    private void endTraffic() throws InterruptedException {
        stopped = true;
        clients.shutdown();
        assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void projectIsRotatedUnderTrafficWithoutAFailedCallOrADoubledWrite() throws Exception {
        start(OLD, "sdk-secret-of-acme");
        traffic(
                () -> keyed("GET", LAMP).send(),
                () -> keyed("POST", LAMP + "/commands").json(SWITCH_ON).send());

        reload("[" + NEW + ", " + OLD + "]", "sdk-secret-of-acme");
        flows();
        assertThat(management("/rotations").getJsonArray("rotations").getJsonObject(0))
                .isEqualTo(rotation("old"));
        cloud.control().projectSecrets(PROJECT, NEW);
        flows();
        cloud.control().expireTokens("eu");
        flows();
        assertThat(management("/rotations").getJsonArray("rotations").getJsonObject(0))
                .isEqualTo(rotation("new"));
        reload(NEW, "sdk-secret-of-acme");
        flows();
        endTraffic();

        assertThat(failures).isEmpty();
        assertThat(cloud.control().counters("eu").commands()).isEqualTo(written.get());
        assertThat(cloud.control().counters("eu").refusals(1004)).isPositive();
        assertThat(log.text())
                .containsOnlyOnce("the new secret of a project is refused")
                .containsOnlyOnce("the new secret of a project is taken")
                .doesNotContain(NEW, OLD);
    }

    private static JsonObject rotation(String takes) {
        return new JsonObject()
                .put("of", "project")
                .put("access_id", PROJECT)
                .put("region", "eu")
                .put("takes", takes);
    }

    /** The first call of all is one for a token, which is refused and asked for again. */
    @Test
    void gatewayThatStartsDuringARotationFindsOut() throws Exception {
        start("[" + NEW + ", " + OLD + "]", "sdk-secret-of-acme");

        assertThat(keyed("GET", LAMP).send().success()).isTrue();
        cloud.control().projectSecrets(PROJECT, NEW);
        cloud.control().expireTokens("eu");
        assertThat(keyed("GET", LAMP).send().success()).isTrue();

        assertThat(cloud.control().counters("eu").refusals(1004))
                .isBetween(2L, 3L); // whichever came first: call or renewal
    }

    @Test
    void secretsThatAreBothWrongAreAnsweredAsSuch() throws Exception {
        cloud.control().projectSecrets(PROJECT, "something-else-altogether");
        start("[" + NEW + ", " + OLD + "]", "sdk-secret-of-acme");

        Response refused = keyed("GET", LAMP).send();

        assertThat(refused.error()).isEqualTo("project-refused");
        assertThat(refused.text()).contains("1004");
        assertThat(cloud.control().counters("eu").refusals(1004)).isEqualTo(2);
        assertThat(management("/breakers?kind=access").getJsonArray("breakers")).isEmpty();
    }

    @Test
    void clientMayChangeItsSecretWhenItLikes() throws Exception {
        start(OLD, "old-secret-of-the-sdk");
        TuyaClient before = sdk("old-secret-of-the-sdk").connected();
        TuyaClient after = sdk("new-secret-of-the-sdk").with(before.token());
        AtomicLong calls = new AtomicLong();
        Supplier<TuyaClient> either = () -> changed && calls.incrementAndGet() % 2 == 0 ? after : before;
        traffic(
                () -> either.get().get(LAMP).send(),
                () -> either.get().command("demo-eu-lamp-1").send());

        reload(OLD, "[new-secret-of-the-sdk, old-secret-of-the-sdk]");
        changed = true;
        flows();
        JsonObject rotation = management("/rotations").getJsonArray("rotations").getJsonObject(0);
        endTraffic();
        reload(OLD, "new-secret-of-the-sdk");

        assertThat(failures).isEmpty();
        assertThat(cloud.control().counters("eu").commands()).isEqualTo(written.get());
        assertThat(rotation.getString("tenant")).isEqualTo("acme");
        assertThat(rotation.getString("access_id")).isEqualTo("acme-sdk");
        assertThat(rotation.getString("old_last_used")).isNotNull();
        assertThat(rotation.getString("new_last_used")).isNotNull();
        assertThat(log.text())
                .containsOnlyOnce("a client still uses an old secret")
                .doesNotContain("new-secret-of-the-sdk", "old-secret-of-the-sdk");
        assertThat(after.get(LAMP).send().success()).isTrue();
        assertThat(before.get(LAMP).send().json().getInteger("code")).isEqualTo(1004);
        assertThat(scrape()).contains("tuyere_old_secret_uses_total{of=\"credential\"}");
    }

    private String scrape() {
        return Request.of(running().managementPort(), "GET", "/metrics").send().text();
    }
}
