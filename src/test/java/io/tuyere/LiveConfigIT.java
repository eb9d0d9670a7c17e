package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.config.ConfigReader;
import io.tuyere.config.Reading;
import io.tuyere.config.Surroundings;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Digest;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.Administrator;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.tuyere.support.TestTenants;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while the gateway runs, from real files. */
class LiveConfigIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String EU = "{\"kind\":\"transport\",\"region\":\"eu\"}";

    private static final String LOGIN =
            """
            discover: false
            login:
              default-region: eu
              regions: [eu]
              project: { access-id: "ID", access-secret: "SECRET" }
              credentials:
                - type: jwt
                  issuer: https://login.example.com/
                  audience: tuyere
                  jwks: file:keys.json
                  claim: tenant
            """.replace("ID", TestTenants.PROJECT.accessId()).replace("SECRET", TestTenants.PROJECT.accessSecret());

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
    private final SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));
    private @Nullable RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        tenants("plan: { per-second: 1, burst: 3 }");
        main("");
        Reading first = read();
        gateway = GatewayUnderTest.done(
                RunningGateway.start(vertx, first.configuration().orElseThrow()));
        Object unused = running().watch(this::read, first);
    }

    private RunningGateway running() {
        return Objects.requireNonNull(gateway, "it has been started");
    }

    @AfterEach
    void stop() {
        GatewayUnderTest.done(running().stop());
        GatewayUnderTest.done(cloud.stop());
        GatewayUnderTest.done(vertx.close());
    }

    private Reading read() {
        Surroundings surroundings = new Surroundings(
                Map.of(),
                folder,
                Set.copyOf(SimSettings.REGIONS),
                code -> CountryTable.builtIn().find(code).isPresent());
        return new ConfigReader(surroundings).read(folder.resolve("tuyere.yaml"), Map.of());
    }

    private void main(String more) throws IOException {
        Files.writeString(
                folder.resolve("tuyere.yaml"),
                """
                server: { host: 127.0.0.1, port: 0, drain-delay: 0s }
                management: { port: 0, tokens: [{ name: op, role: operate, sha256: "HASH" }] }
                regions: { eu: { base-url: "URL" } }
                tenants: { file: tenants.yaml }
                """.replace("HASH", Digest.sha256("tya_op"))
                                .replace("URL", cloud.baseUrl("eu").toString())
                        + more);
    }

    private void tenants(String more) throws IOException {
        Files.writeString(folder.resolve("tenants.yaml"), """
                acme:
                  default-region: eu
                  regions: [eu]
                  project: { access-id: "ID", access-secret: "SECRET" }
                  credentials: [{ type: api-key, key: "acme-key-of-a-test" }]
                  MORE
                """.replace("ID", TestTenants.PROJECT.accessId())
                .replace("SECRET", TestTenants.PROJECT.accessSecret())
                .replace("MORE", more));
    }

    private Administrator operator() {
        return Administrator.showing("tya_op", running().managementPort());
    }

    private Response call() {
        return Request.of(running().port(), "GET", LAMP)
                .key("acme-key-of-a-test")
                .send();
    }

    private Response reload() {
        return operator().request("POST", "/config/reload").send();
    }

    @Test
    void breakersTokensAndLimitsOutliveAReload() throws IOException {
        assertThat(call().success()).isTrue();
        assertThat(call().success()).isTrue();
        long tokenCalls = cloud.control().counters("eu").tokenCalls("project");
        assertThat(operator().send("POST", "/breakers/hold-open", EU).status()).isEqualTo(200);
        main("limits: { dry-run: false, pace: { \"GET /v1.0/devices/{device_id}\": 400 } }\n");

        Response reloaded = reload();

        assertThat(reloaded.json().getBoolean("taken")).isTrue();
        assertThat(call().error()).isEqualTo("region-unavailable");
        assertThat(operator().send("POST", "/breakers/reset", EU).status()).isEqualTo(200);
        assertThat(call().error()).isEqualTo("over-plan");
        assertThat(cloud.control().counters("eu").tokenCalls("project")).isEqualTo(tokenCalls);
    }

    /** A key set in a file changes like the configuration that names it. */
    @Test
    void issuersAndTheirKeysComeAndGo() throws IOException {
        IssuerKey old = new IssuerKey("old", "ES256");
        IssuerKey next = new IssuerKey("new", "ES256");
        assertThat(bearing(old).error()).isEqualTo("jwt-invalid");

        Files.writeString(folder.resolve("keys.json"), old.set());
        tenants(LOGIN);
        assertThat(reload().json().getBoolean("taken")).isTrue();
        assertThat(bearing(old).success()).isTrue();

        Files.writeString(folder.resolve("keys.json"), next.set());
        assertThat(reload().json().getBoolean("taken")).isTrue();
        assertThat(bearing(old).error()).isEqualTo("jwt-invalid");
        assertThat(bearing(next).success()).isTrue();

        tenants("discover: false");
        assertThat(reload().json().getBoolean("taken")).isTrue();
        assertThat(bearing(next).error()).isEqualTo("jwt-invalid");
    }

    private Response bearing(IssuerKey key) {
        String token = key.token(TestIssuer.claims("login", System.currentTimeMillis()));
        return Request.of(running().port(), "GET", LAMP)
                .header("Authorization", "Bearer " + token)
                .send();
    }

    @Test
    void brokenConfigurationLeavesTheOldOneAndSaysWhy() throws IOException {
        tenants("plan: { per-second: -1 }");

        Response refused = reload();

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.error()).isEqualTo("config-refused");
        assertThat(refused.json().getJsonArray("problems").encode()).contains("tenants.yaml:6", "per-second");
        assertThat(call().success()).isTrue();
        JsonObject history = operator().get("/config/generations").json();
        assertThat(history.getInteger("generation")).isEqualTo(1);
        assertThat(history.getJsonArray("generations").getJsonObject(0).getString("trigger"))
                .isEqualTo("admin");
        assertThat(operator().get("/status").json().getBoolean("last_reload_taken"))
                .isFalse();
    }

    @Test
    void whatWaitsForARestartIsNamedUntilItIsTakenBack() throws IOException {
        main("timeouts: { call: 3s }\n");
        JsonObject changed = reload().json();
        main("");
        JsonObject back = reload().json();

        assertThat(changed.getJsonArray("waiting_for_restart")).containsExactly("timeouts.call");
        assertThat(back.getJsonArray("waiting_for_restart")).isEmpty();
        assertThat(back.getInteger("number")).isEqualTo(3);
    }

    /** Once this left the gateway without any tenant until its restart. */
    @Test
    void anotherStoreOfTenantsWaitsForARestart() throws IOException {
        String before = Files.readString(folder.resolve("tuyere.yaml"));
        Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
        Files.writeString(
                folder.resolve("tuyere.yaml"),
                before.replace("{ file: tenants.yaml }", "{ store: redis }")
                        + "redis: { url: \"redis://127.0.0.1:1\" }\nsecrets: { master-key: \"file:key\" }\n");

        JsonObject reloaded = reload().json();

        assertThat(reloaded.getBoolean("taken")).isTrue();
        assertThat(reloaded.getJsonArray("waiting_for_restart")).contains("tenants.store", "secrets.master-key");
        assertThat(call().success()).isTrue();
    }

    @Test
    void plansAreExplainedAsTheyStandAndNothingIsTaken() throws IOException {
        tenants("plan: { per-second: 0.01, burst: 3 }");
        assertThat(reload().json().getBoolean("taken")).isTrue();
        String question = "{\"tenant\":\"acme\",\"path\":\"" + LAMP + "\"}";
        assertThat(call().success()).isTrue();
        assertThat(call().success()).isTrue();

        JsonObject plan = new JsonObject();
        for (int i = 0; i < 5; i++) {
            plan = operator()
                    .send("POST", "/explain", question)
                    .json()
                    .getJsonArray("plans")
                    .getJsonObject(0);
        }

        assertThat(plan.getString("of")).isEqualTo("tenant");
        assertThat(plan.getInteger("burst")).isEqualTo(3);
        assertThat(plan.getInteger("remaining")).isEqualTo(1);
        assertThat(plan.getLong("next_ms")).isBetween(1L, 100_000L);
        assertThat(call().success()).isTrue();
    }

    /** What is kept of a project used to stay until the end of the process. */
    @Test
    void projectThatIsGoneLeavesNothing() throws IOException {
        String held = "{\"kind\":\"access\",\"region\":\"eu\",\"project\":\"" + TestTenants.PROJECT.accessId() + "\"}";
        assertThat(operator().send("POST", "/breakers/hold-open", held).status())
                .isEqualTo(200);
        assertThat(breakers()).contains(TestTenants.PROJECT.accessId());
        String tenants = Files.readString(folder.resolve("tenants.yaml"));
        Files.writeString(
                folder.resolve("tenants.yaml"), tenants.replace(TestTenants.PROJECT.accessId(), "another-project"));

        assertThat(reload().json().getBoolean("taken")).isTrue();

        Eventually.check(() -> assertThat(breakers()).doesNotContain(TestTenants.PROJECT.accessId()));
    }

    private String breakers() {
        return operator().get("/breakers").text();
    }

    @Test
    void tokensOfAdministratorsChangeAtOnce() throws IOException {
        String before = Files.readString(folder.resolve("tuyere.yaml"));
        Files.writeString(
                folder.resolve("tuyere.yaml"),
                before.replace(Digest.sha256("tya_op"), Digest.sha256(Administrator.token(Role.READ))));

        assertThat(reload().status()).isEqualTo(200);

        assertThat(operator().get("/status").error()).isEqualTo("token-unknown");
        assertThat(Administrator.with(Role.READ, running().managementPort())
                        .get("/status")
                        .status())
                .isEqualTo(200);
    }
}
