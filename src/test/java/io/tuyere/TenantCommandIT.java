package io.tuyere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.SimSettings;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.RedisProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tenants in Redis, from the command line. */
class TenantCommandIT {
    @AutoClose
    private final RedisProcess redis = RedisProcess.start();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]));
        Files.writeString(
                folder.resolve("tuyere.yaml"),
                "redis: { url: \"" + redis.url() + "\" }\nsecrets: { master-key: \"file:key\" }\n"
                        + "tenants: { store: redis }\n" + nowhere());
        Files.writeString(folder.resolve("secret"), "hunter2-of-the-project");
        Files.writeString(folder.resolve("tenants.yaml"), """
                acme:
                  default-region: eu
                  regions: [eu]
                  project: { access-id: p1, access-secret: "file:secret" }
                  credentials: [{ type: api-key, key: "key-of-acme-1" }]
                other:
                  project: { access-id: p1, access-secret: "file:secret" }
                  credentials: [{ type: signed, access-id: other-sdk, access-secret: "hunter2-of-the-sdk" }]
                """);
    }

    /** Nobody listens there. */
    private static String nowhere() {
        return SimSettings.REGIONS.stream()
                .map(region -> region + ": { base-url: \"http://127.0.0.1:1\" }")
                .collect(Collectors.joining(", ", "regions: { ", " }\n"));
    }

    private CommandRun tenant(String command, String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "tenant";
        arguments[1] = command;
        arguments[2] = "-c";
        arguments[3] = folder.resolve("tuyere.yaml").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void fileIsTakenOverAndWrittenAgain() throws IOException {
        CommandRun imported = tenant("import", folder.resolve("tenants.yaml").toString());
        CommandRun again = tenant("import", folder.resolve("tenants.yaml").toString());
        CommandRun shown = tenant("export");
        CommandRun whole = tenant("export", "--secrets");

        assertThat(imported.err()).isEmpty();
        assertThat(imported.out()).contains("2 stored, 0 not");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).contains("acme: there is a tenant of this id", "0 stored, 2 not");
        assertThat(shown.out()).contains("acme:", "access-secret: '***'").doesNotContain("hunter2");
        Files.writeString(folder.resolve("exported.yaml"), whole.out());
        assertThat(tenant("import", "--replace", folder.resolve("exported.yaml").toString())
                        .out())
                .contains("2 stored, 0 not");
        assertThat(tenant("export", "--secrets").out()).isEqualTo(whole.out());
        assertThat(tenant("list").out().lines()).hasSize(2).allMatch(line -> line.contains("1 credentials"));
    }

    @Test
    void tenantsInRedisAreExplainedAndExaminedWithoutJoiningTheFleet() throws IOException {
        assertThat(tenant("import", folder.resolve("tenants.yaml").toString()).code())
                .isZero();
        List<String> before = redis.contents();

        CommandRun explained = run("explain", "--tenant", "acme", "/v1.0/devices/d1");
        CommandRun byAccessId = run("explain", "-H", "client_id: other-sdk", "/v1.0/devices/d1");
        CommandRun unknown = run("explain", "--tenant", "nobody", "/v1.0/devices/d1");
        CommandRun doctor = run("doctor", "--json", "--tenant", "nobody");

        assertThat(explained.out()).contains("tenant   acme", "region   eu, ").doesNotContain("hunter2");
        assertThat(byAccessId.out()).contains("tenant   other");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("the configuration has no tenant nobody");
        assertThat(finding(doctor, "in redis")).isEqualTo("ok 2 can be read");
        assertThat(finding(doctor, "nobody")).isEqualTo("failed there is no such tenant that can be read");
        assertThat(redis.contents()).isEqualTo(before);
    }

    @Test
    void wrongMasterKeyIsNamed() throws IOException {
        assertThat(tenant("import", folder.resolve("tenants.yaml").toString()).code())
                .isZero();
        Files.writeString(
                folder.resolve("key"),
                Base64.getEncoder().encodeToString("another-key-of-thirty-two-bytes!".getBytes(UTF_8)));

        CommandRun explained = run("explain", "--tenant", "acme", "/v1.0/devices/d1");
        CommandRun doctor = run("doctor", "--json");

        assertThat(explained.code()).isEqualTo(2);
        assertThat(explained.err())
                .contains("tenant acme cannot be read: it is sealed under a key that is not secrets.master-key");
        assertThat(doctor.code()).isEqualTo(1);
        assertThat(finding(doctor, "in redis"))
                .isEqualTo("failed 2 cannot be read (acme, other):"
                        + " it is sealed under a key that is not secrets.master-key");
    }

    @Test
    void lostRedisIsNamed() {
        redis.kill();

        CommandRun explained = run("explain", "--tenant", "acme", "/v1.0/devices/d1");
        CommandRun doctor = run("doctor", "--json");

        assertThat(explained.code()).isEqualTo(1);
        assertThat(explained.err()).contains("tenants are kept in redis, which cannot be reached", "refused");
        assertThat(finding(doctor, "in redis")).startsWith("failed tenants cannot be read: ");
        assertThat(finding(doctor, "shared state")).startsWith("failed ");
    }

    private CommandRun run(String command, String... more) {
        return CommandRun.of(Stream.concat(
                        Stream.of(command, "-c", folder.resolve("tuyere.yaml").toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private static String finding(CommandRun doctor, String subject) {
        return new JsonObject(doctor.out())
                .getJsonArray("findings").stream()
                        .map(JsonObject.class::cast)
                        .filter(finding -> finding.getString("subject").equals(subject))
                        .map(finding -> finding.getString("mark") + " " + finding.getString("words"))
                        .findFirst()
                        .orElse("");
    }

    /** Once a line of the log stood before the exported tenants. */
    @Test
    void nothingIsLoggedIntoWhatIsWritten() {
        try (CapturedLog log = new CapturedLog()) {
            CommandRun list = tenant("list");

            assertThat(list.code()).isZero();
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void credentialIsIssuedRotatedAndRevoked() {
        String file = folder.resolve("tenants.yaml").toString();
        assertThat(tenant("import", file).code()).isZero();

        CommandRun issued = tenant("issue", "acme", "--type", "signed");
        CommandRun rotated = tenant("rotate", "other", "other-sdk");
        CommandRun revoked = tenant("revoke", "other", "other-sdk");
        CommandRun missing = tenant("revoke", "other", "other-sdk");
        CommandRun removed = tenant("remove", "acme");

        assertThat(issued.out()).contains("access-id: ", "access-secret: ", "shown this once");
        assertThat(rotated.out()).contains("access-secret: ");
        assertThat(revoked.out()).startsWith("revoked");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no credential of this id");
        assertThat(removed.out()).contains("removed acme");
        assertThat(tenant("list").out()).startsWith("other").contains("1 credentials");
    }

    @Test
    void checkSaysWhereTenantsAre() throws IOException {
        Path file = folder.resolve("tuyere.yaml");
        CommandRun usable = CommandRun.of("check", "-c", file.toString());
        Files.writeString(file, Files.readString(file).replace("store: redis", "store: redis, file: tenants.yaml"));
        CommandRun both = CommandRun.of("check", "-c", file.toString());
        Files.writeString(file, "tenants: { store: redis }\n");
        CommandRun alone = CommandRun.of("check", "-c", file.toString());

        assertThat(usable.out()).isEqualToIgnoringNewLines("ok: tenants are kept in redis");
        assertThat(both.code()).isEqualTo(78);
        assertThat(both.err()).contains("tenants.file", "tuyere tenant import");
        assertThat(alone.err()).contains("tenants.store", "needs the group redis");
    }

    @Test
    void lostRedisIsSaidPlainly() {
        redis.kill();

        CommandRun list = tenant("list");

        assertThat(list.code()).isEqualTo(1);
        assertThat(list.err()).contains("redis cannot be reached");
    }
}
