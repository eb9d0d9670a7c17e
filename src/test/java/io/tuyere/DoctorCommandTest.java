package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.JwksServer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor among healthy and sick regions and projects of a simulated cloud. */
class DoctorCommandTest {
    private static final String HEALTHY = """
            good:
              regions: [eu, us]
              project: { access-id: demo-project, access-secret: demo-secret-0123456789abcdefghij }
              credentials: [ { type: api-key, key: good-key } ]
            passing:
              regions: [eu]
              credentials: [ { type: relay, access-id: their-own } ]
            """;
    private static final String SICK = """
            trial:
              regions: [us, cn, in, sg, eu-west, us-east]
              project: { access-id: demo-trial, access-secret: trial-secret-0123456789abcdefghi }
              credentials: [ { type: api-key, key: trial-key } ]
            """;

    private static Vertx vertx;
    private static SimulatedCloud cloud;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCloud() {
        vertx = Vertx.vertx();
        cloud = Servers.started(vertx, SimulatedCloud.start(vertx, SimSettings.demo()));
    }

    @AfterAll
    static void stopCloud() {
        Servers.started(vertx, cloud.stop().compose(stopped -> vertx.close()));
    }

    @Test
    void everythingInOrderIsSaidAndExitsWithZero() throws IOException {
        CommandRun doctor = CommandRun.of("doctor", "-c", config(HEALTHY, ""));

        assertThat(doctor.code()).isZero();
        assertThat(doctor.out())
                .contains("ok      region   eu: " + cloud.baseUrl("eu") + ": name ")
                .containsPattern("ok +clock +us: this machine's clock is \\d+ ms")
                .contains("demo-project in us: good: has a token")
                .contains("7 ok, 0 to look at, 0 failed, 0 skipped");
    }

    @Test
    void eachTroubleIsNamedWithItsRemedy() throws IOException {
        CommandRun doctor = CommandRun.of("doctor", "--json", "-c", config(SICK, ""));

        assertThat(doctor.code()).isEqualTo(1);
        Map<String, String> found = findings(doctor);
        assertThat(found.get("project demo-trial in us"))
                .startsWith("failed")
                .contains("28841107", "Enable it on Tuya");
        assertThat(found.get("project demo-trial in cn")).startsWith("failed").contains("no token: 2007");
        assertThat(found.get("project demo-trial in in")).startsWith("failed").contains("28841002", "has expired");
        assertThat(found.get("project demo-trial in sg")).startsWith("failed").contains("28841101", "Service API");
        assertThat(found.get("region eu-west")).startsWith("failed").endsWith("connection: refused");
        assertThat(found.get("project demo-trial in eu-west")).startsWith("skipped");
        assertThat(found.get("region us-east")).startsWith("failed").contains("TLS: the port does not speak TLS");
    }

    @Test
    void whichOfTwoSecretsIsTakenIsSaid() throws IOException {
        String current = "demo-secret-0123456789abcdefghij";
        String other = "secret-that-the-cloud-does-not-know";

        CommandRun before = CommandRun.of("doctor", "-c", config(rotating(other, current), ""));
        CommandRun after = CommandRun.of("doctor", "-c", config(rotating(current, other), ""));

        assertThat(before.code()).isZero();
        assertThat(before.out())
                .contains("with its old secret only: the cloud refuses the new one")
                .contains("1 to look at, 0 failed");
        assertThat(after.code()).isZero();
        assertThat(after.out())
                .contains("with its new secret: the old one can go")
                .contains("0 to look at, 0 failed");
        assertThat(before.out() + after.out()).doesNotContain(current, other);
    }

    private static String rotating(String newest, String old) {
        return """
                rotating:
                  regions: [eu]
                  project: { access-id: demo-project, access-secret: [ %s, %s ] }
                  credentials: [ { type: api-key, key: a-key } ]
                """.formatted(newest, old);
    }

    @Test
    void keysOfIssuersAreLookedAtOnce() throws IOException {
        try (JwksServer server = new JwksServer(new IssuerKey("k", "ES256"));
                JwksServer broken = new JwksServer()) {
            String both = login("a", server.url() + "?hunter2")
                    + login("b", server.url() + "?hunter2")
                    + login("c", broken.url());

            CommandRun doctor = CommandRun.of("doctor", "-c", config(both, ""));

            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.out())
                    .containsOnlyOnce("ok      jwks     https://login at " + server.url() + ": 1 key for ES256")
                    .contains("failed  jwks     https://login at " + broken.url() + ": it has no key for signatures")
                    .doesNotContain("hunter2");
            assertThat(server.asked()).isEqualTo(1);
        }
    }

    private static String login(String tenant, String jwks) {
        return """
                %s:
                  regions: [eu]
                  project: { access-id: demo-project, access-secret: demo-secret-0123456789abcdefghij }
                  credentials:
                    - { type: jwt, issuer: "https://login", audience: tuyere, jwks: "%s", claim: tenant }
                """.formatted(tenant, jwks);
    }

    @Test
    void lostRedisIsAFailure() throws IOException {
        String redis = """
                redis: { url: "redis://127.0.0.1:1" }
                secrets: { master-key: MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE= }
                """;

        CommandRun doctor = CommandRun.of("doctor", "-c", config(HEALTHY, redis));

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.out())
                .containsPattern("failed +redis +shared state: .*refused")
                .contains("demo-project in eu: good: has a token");
    }

    @Test
    void tenantThatIsNotThereIsWrongUsage() throws IOException {
        CommandRun doctor = CommandRun.of("doctor", "--tenant", "nobody", "-c", config(HEALTHY, ""));

        assertThat(doctor.code()).isEqualTo(2);
        assertThat(doctor.err()).startsWith("the configuration has no tenant nobody");
    }

    private static Map<String, String> findings(CommandRun doctor) {
        return new JsonObject(doctor.out())
                .getJsonArray("findings").stream()
                        .map(JsonObject.class::cast)
                        .collect(Collectors.toMap(
                                finding -> finding.getString("check") + " " + finding.getString("subject"),
                                finding -> finding.getString("mark") + " " + finding.getString("words")));
    }

    private String config(String tenants, String more) throws IOException {
        Files.writeString(folder.resolve("tenants.yaml"), tenants);
        StringBuilder yaml = new StringBuilder("server: { port: 0 }\nmanagement: { port: 0 }\nregions:\n");
        for (String region : SimSettings.REGIONS) {
            String url = switch (region) {
                case "eu-west" -> "http://127.0.0.1:1";
                case "us-east" -> cloud.baseUrl(region).toString().replace("http:", "https:");
                default -> cloud.baseUrl(region).toString();
            };
            yaml.append("  ")
                    .append(region)
                    .append(": { base-url: \"")
                    .append(url)
                    .append("\" }\n");
        }
        return ConfigFiles.of(folder, yaml.append("tenants: { file: tenants.yaml }\n") + more)
                .toString();
    }
}
