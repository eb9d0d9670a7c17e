package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemsTest {
    @TempDir
    Path folder;

    @Test
    void allProblemsOfBothFilesAreReportedAtOnceWithTheirLines() {
        ConfigFolder files = new ConfigFolder(folder)
                .tuyere(
                        "server:",
                        "  host: 8080",
                        "  prot: 8080",
                        "  port: 70000",
                        "  max-body: 2MB",
                        "management: 9090",
                        "redis:",
                        "  url: redis://127.0.0.1",
                        "  mode: sentinel",
                        "regions:",
                        "  lab: { base-url: \"http://10.0.0.1/v1\" }",
                        "countries: { XX: eu, HK: uss }",
                        "timeouts:",
                        "  call: 10",
                        "  call: 20s",
                        "  connect: \"ten\"",
                        "upstream: { pool-size: many, wait-queue: -1 }",
                        "limits: { pace: 1 }")
                .tenants(
                        "acme:",
                        "  default-region: us",
                        "  regions: [eu, eu, euu]",
                        "  project: { access-id: p1 }",
                        "  discover: yes",
                        "  plan: { per-second: 0, burst: 0 }",
                        "globex:",
                        "  projects:",
                        "    us: { access-id: p2, access-secret: \"${NOT_SET}\" }",
                        "  regions: [us, in]",
                        "  credentials:",
                        "    - { type: sined }",
                        "    - { type: relay, access-id: a b, legacy: true }",
                        "    - { type: api-key }",
                        "    - text",
                        "  budget: { stop: true }");

        assertThat(files.errors())
                .containsExactly(
                        "tenants.yaml:2:19: error: acme.default-region: \"us\" is not among the tenant's regions",
                        "tenants.yaml:3:17: error: acme.regions[1]: \"eu\" is listed twice; keep one",
                        "tenants.yaml:3:21: error: acme.regions[2]: no region is called \"euu\"; did you mean \"eu\"?",
                        "tenants.yaml:4:12: error: acme.project.access-secret: is required",
                        "tenants.yaml:5:13: error: acme.discover: expected true or false, found text;"
                                + " write it without quotes",
                        "tenants.yaml:6:23: error: acme.plan.per-second: must be above 0, was 0.0",
                        "tenants.yaml:6:33: error: acme.plan.burst: must be at least 1, was 0",
                        "tenants.yaml:9:41: error: globex.projects.us.access-secret: the environment variable"
                                + " \"NOT_SET\" is not set; set it or give a default as ${NOT_SET:…}",
                        "tenants.yaml:10:17: error: globex.regions[1]: there is no project for \"in\";"
                                + " add it to projects",
                        "tenants.yaml:12:15: error: globex.credentials[0].type: expected one of signed, api-key, mtls,"
                                + " jwt, relay, found \"sined\"; did you mean \"signed\"?",
                        "tenants.yaml:13:33: error: globex.credentials[1].access-id: must be 1 to 256 printable ASCII"
                                + " characters without spaces, because it travels in a header",
                        "tenants.yaml:13:38: error: globex.credentials[1].legacy: unknown key; known: access-id, plan, type",
                        "tenants.yaml:14:7: error: globex.credentials[2].key: is required, or sha256 in its place",
                        "tenants.yaml:15:7: error: globex.credentials[3]: expected a map of keys, found text",
                        "tenants.yaml:15:7: error: globex.credentials[3].type: is required",
                        "tenants.yaml:16:11: error: globex.budget.calls-per-month: is required",
                        "tuyere.yaml:2:9: error: server.host: expected text, found a number; put it in quotes",
                        "tuyere.yaml:3:3: error: server.prot: unknown key; did you mean \"port\"?",
                        "tuyere.yaml:4:9: error: server.port: must be 0 to 65535, was 70000",
                        "tuyere.yaml:5:13: error: server.max-body: \"2MB\" has an unknown unit;"
                                + " a size ends in B, KiB, MiB or GiB",
                        "tuyere.yaml:6:13: error: management: expected a map of keys, found a number",
                        "tuyere.yaml:8:3: error: redis.master: must be given in mode sentinel, and only there",
                        "tuyere.yaml:8:3: error: secrets.master-key: is required with redis;"
                                + " make a key with: openssl rand -base64 32",
                        "tuyere.yaml:11:20: error: regions.lab.base-url: must be http://host:port or"
                                + " https://host:port, without path, query or user",
                        "tuyere.yaml:12:18: error: countries.XX: is no country;"
                                + " write ISO 3166 alpha-2 (HK) or a calling code (852)",
                        "tuyere.yaml:12:26: error: countries.HK: no region is called \"uss\"; did you mean \"us\"?",
                        "tuyere.yaml:14:9: error: timeouts.call: \"10\" has no unit; write 10s or 500ms",
                        "tuyere.yaml:15:3: error: timeouts.call: is given twice, first on line 14; keep one",
                        "tuyere.yaml:16:12: error: timeouts.connect: expected a duration such as 500ms, 2s or 1m,"
                                + " found \"ten\"",
                        "tuyere.yaml:17:24: error: upstream.pool-size: expected a whole number, found text;"
                                + " write it without quotes",
                        "tuyere.yaml:17:42: error: upstream.wait-queue: must be 0 to 100000, was -1",
                        "tuyere.yaml:18:17: error: limits.pace: expected a map of keys, found a number");
    }

    @ParameterizedTest
    @CsvSource({
        "'redis: {}', redis.url: is required",
        "'redis: { url: [] }', redis.url: must have at least one entry",
        "'redis: { url: redis_1 }', redis.url: must be redis://host:port or rediss://host:port",
        "'redis: { url: \"redis://a\", tls: false, user: u }', redis.user: must come with redis.password",
        "'redis: { url: \"rediss://a\", tls: false }', redis.url: must be redis://host:port",
        "'redis: { url: \"redis://:p@a\", password: env:KEY }', redis.password: is in redis.url as well; keep one",
        "'redis: { url: [\"redis://a\", \"redis://b\"] }', 'redis.url: must be one server in mode standalone, were 2'",
    })
    void redisThatCannotBeUsedIsRefusedAtItsKey(String redis, String message) {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere(redis, "secrets: { master-key: env:KEY }")
                .environment("KEY", Base64.getEncoder().encodeToString(new byte[32]));

        assertThat(files.errors()).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "c2hvcnQ=, 'must be 32 bytes, was 5'",
        "not base64!, must be base64; make a key with: openssl rand -base64 32",
        "'', must not be empty",
    })
    void masterKeyMustBeThirtyTwoBytesInBase64(String key, String message) {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("secrets: { master-key: env:KEY }")
                .environment("KEY", key);

        assertThat(files.errors()).containsExactly("tuyere.yaml:1:24: error: secrets.master-key: " + message);
    }

    @Test
    void masterKeyOfNothingIsRefused() {
        ConfigFolder files = ConfigFolder.withTenant(folder).tuyere("secrets:", "  master-key:");

        assertThat(files.errors())
                .containsExactly("tuyere.yaml:2:14: error: secrets.master-key: expected text, found nothing;"
                        + " give a value or remove the key");
    }

    @ParameterizedTest
    @CsvSource({
        "'{ cert: none.pem, key: tenants.yaml }', 'server.tls.cert: there is no file \"none.pem\"'",
        "'{ cert: tenants.yaml }', server.tls.key: is required",
    })
    void tlsNeedsBothFiles(String tls, String message) {
        ConfigFolder files = ConfigFolder.withTenant(folder).tuyere("server: { tls: " + tls + " }");

        assertThat(files.errors()).singleElement().asString().contains(message);
    }

    @Test
    void managementMayNotShareThePortOfTheServer() {
        ConfigFolder files = ConfigFolder.withTenant(folder).tuyere("server: { port: 9090 }");

        assertThat(files.errors())
                .containsExactly(
                        "tuyere.yaml:1:1: error: management: port 9090 is the server's; give management another");
    }

    @Test
    void variableWithAWrongValueIsNamedAsThePlace() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("server: { port: 1 }")
                .environment("TUYERE_SERVER_PORT", "eighty");

        assertThat(files.errors())
                .containsExactly("TUYERE_SERVER_PORT: error: server.port: expected a whole number, found \"eighty\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'${A', 'a ${ has no closing }; write $${ for a literal one'",
        "'${A:${B}}', a reference cannot stand in the default of another",
        "env:NONE, 'the environment variable \"NONE\" is not set; set it'",
        "file:none.txt, 'cannot be read: there is none'",
    })
    void referenceThatLeadsNowhereIsRefused(String host, String message) {
        ConfigFolder files = ConfigFolder.withTenant(folder).tuyere("server:", "  host: \"" + host + "\"");

        assertThat(files.errors())
                .singleElement()
                .asString()
                .startsWith("tuyere.yaml:2:9: error: server.host: ")
                .endsWith(message);
    }
}
