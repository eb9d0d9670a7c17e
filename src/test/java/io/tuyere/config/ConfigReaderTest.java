package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.core.Credential;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.http.EdgeSettings;
import io.tuyere.http.Network;
import io.tuyere.http.ProxySettings;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.ServerSettings.ClientAuth;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.http.ServerSettings.Transport;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.LoggingSettings;
import io.tuyere.observe.MetricsSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.observe.TracingSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import io.tuyere.upstream.ReadSettings;
import io.tuyere.upstream.UpstreamSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path folder;

    @Test
    void fileOfOneLineGroupsIsRead() {
        ConfigFolder files = new ConfigFolder(folder)
                .tuyere(
                        "server: { host: 127.0.0.1, port: 18080 }",
                        "management: { host: 127.0.0.1, port: 19090 }",
                        "public-url: http://127.0.0.1:18080",
                        "redis: { url: \"redis://127.0.0.1:16379\" }",
                        "secrets: { master-key: env:TUYERE_MASTER_KEY }",
                        "regions:",
                        "  eu: { base-url: \"http://127.0.0.1:18603\" }",
                        "tenants: { file: \"" + folder.resolve("tenants.yaml") + "\" }",
                        "timeouts: { connect: 2s, call: 10s }")
                .tenants(
                        "t0:",
                        "  default-region: eu",
                        "  regions: [eu]",
                        "  project: { access-id: \"p-0\", access-secret: \"ps-0-long-enough\" }",
                        "  credentials:",
                        "    - { type: signed, access-id: \"s-0\", access-secret: \"ss-0-long-enough\" }",
                        "    - { type: api-key, key: \"key-0-long-enough\" }",
                        "  plan: { per-second: 1000000, burst: 1000000 }")
                .environment("TUYERE_MASTER_KEY", KEY);

        Configuration read = files.configuration();

        assertThat(read.server().port()).isEqualTo(18080);
        assertThat(read.management()).isEqualTo(new ManagementSettings("127.0.0.1", 19090, List.of()));
        assertThat(read.redis().orElseThrow().urls()).containsExactly("redis://127.0.0.1:16379");
        assertThat(read.secrets().masterKeys()).containsExactly(Secret.of(new byte[32]));
        assertThat(read.regions().values())
                .extracting(RegionOverride::baseUrl)
                .containsExactly(URI.create("http://127.0.0.1:18603"));
        Tenant tenant = read.tenants().get(0);
        assertThat(tenant.id()).isEqualTo("t0");
        assertThat(tenant.regions()).containsExactly("eu");
        assertThat(tenant.plan()).isEqualTo(new Plan(1_000_000, 1_000_000));
        assertThat(tenant.credentials())
                .containsExactly(
                        new Credential.Signed("s-0", Secret.of("ss-0-long-enough"), false),
                        new Credential.ApiKey("80188df419512b79aa679d583d52ebc8283cf90b15e88ed522921edead45b728"));
    }

    @Test
    void everythingLeftOutIsDefault() {
        Configuration read = ConfigFolder.withTenant(folder).tuyere("").configuration();

        assertThat(read.server()).isEqualTo(ServerSettings.defaults());
        assertThat(read.management()).isEqualTo(ManagementSettings.defaults());
        assertThat(read.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(read.redis()).isEmpty();
        assertThat(read.secrets()).isEqualTo(SecretSettings.defaults());
        assertThat(read.regions()).isEmpty();
        assertThat(read.countries()).isEmpty();
        assertThat(read.limits()).isEqualTo(LimitSettings.defaults());
        assertThat(read.upstream()).isEqualTo(UpstreamSettings.defaults());
        assertThat(read.observe()).isEqualTo(ObserveSettings.defaults());
        assertThat(read.proxy()).isEqualTo(ProxySettings.defaults());
        assertThat(read.tenants()).hasSize(1);
    }

    /** Ended in an exception that named no setting, since a host goes into the public URL. */
    @Test
    void hostThatIsNoneIsAProblemOfItsLine() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("server: { host: my host }", "management: { host: \"127.0.0.1:80\" }");

        assertThat(files.errors())
                .containsExactly(
                        "tuyere.yaml:1:17: error: server.host: must be a host name or an IP address, without port, found \"my host\"",
                        "tuyere.yaml:2:21: error: management.host: must be a host name or an IP address, without port, found"
                                + " \"127.0.0.1:80\"");
    }

    @Test
    void everyKeySetReachesItsSetting() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .write("tls/cert.pem", "cert")
                .write("tls/key.pem", "key")
                .write("tls/ca.pem", "ca")
                .tuyere(
                        "server:",
                        "  host: localhost",
                        "  port: 0",
                        "  tls: { cert: tls/cert.pem, key: tls/key.pem, client-ca: tls/ca.pem, client-auth: optional }",
                        "  max-header-fields: 12",
                        "  header-timeout: 3s",
                        "  body-timeout: 4s",
                        "  min-body-rate: 1KiB",
                        "  write-timeout: 6s",
                        "  max-streams: 7",
                        "  max-body: 4MiB",
                        "  max-headers: 32KiB",
                        "  max-request-line: 4096B",
                        "  idle-timeout: 1m",
                        "  drain-timeout: 5s",
                        "  drain-delay: 2s",
                        "  max-connections: 99",
                        "  trusted-proxies: [127.0.0.1, \"fd00::/8\"]",
                        "  transport: io-uring",
                        "management: { host: \"::1\", port: 9999 }",
                        "public-url: https://gateway.example/",
                        "redis:",
                        "  url: [\"rediss://a:26379\", \"rediss://b:26379\"]",
                        "  mode: sentinel",
                        "  master: mymaster",
                        "  user: tuyere",
                        "  password: ${REDIS_PASSWORD:open-sesame}",
                        "  tls: true",
                        "  command-timeout: 20ms",
                        "secrets: { master-key: [env:KEY, env:KEY] }",
                        "regions:",
                        "  lab: { base-url: \"http://10.0.0.1:81\", display-name: Lab, message-queue: \"wss://10.0.0.1\" }",
                        "countries: { hk: lab, 49: us, +852: cn }",
                        "tenants: { file: tenants.yaml }",
                        "limits:",
                        "  dry-run: true",
                        "  precision: 20ms",
                        "  redis-wait: 9ms",
                        "  pace-queue: 7",
                        "  pace:",
                        "    GET /v2.0/cloud/space/child: 0",
                        "    POST /v1.0/devices/{device_id}/commands: 2.5",
                        "timeouts: { connect: 500ms, call: 5m }",
                        "upstream: { trust: tls/ca.pem, pool-size: 5, wait-queue: 6, idle-timeout: 7s, max-lifetime: 8m, max-in-flight: 9,",
                        "  max-in-flight-per-tenant: 4, shed-lag: 3s, adaptive: true, cache-size: 2MiB, hedge-after: 400ms,",
                        "  coalesce: [\"GET /v1.0/devices/{device_id}/status\"],",
                        "  regional-writes: [\"POST /v1.0/apps/{schema}/notices\"],",
                        "  cache: { \"GET /v1.0/devices/{device_id}/specifications\": 5m } }",
                        "logging: { format: json, level: warn, levels: { io.tuyere.upstream: debug } }",
                        "access-log: { to: calls.log, sample: 0.5, ids: plain, headers: [X-App, user-agent], queue: 128,",
                        "  file-size: 5MiB, files: 3 }",
                        "metrics: { tenants: 20 }",
                        "tracing: { endpoint: \"http://collector:4318\", ratio: 1, propagate: true }",
                        "proxy: { connect: true, require-credentials: false, tunnels-per-tenant: 3, idle-timeout: 2s,",
                        "  bytes-per-second: 2MiB, max-lifetime: 3m }")
                .environment("KEY", KEY);

        Configuration read = files.configuration();

        Path tls = folder.resolve("tls");
        assertThat(read.server())
                .isEqualTo(new ServerSettings(
                        "localhost",
                        0,
                        Optional.of(new Tls(
                                tls.resolve("cert.pem"),
                                tls.resolve("key.pem"),
                                Optional.of(tls.resolve("ca.pem")),
                                ClientAuth.OPTIONAL)),
                        4 << 20,
                        32 << 10,
                        4096,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        99,
                        new EdgeSettings(
                                12, Duration.ofSeconds(3), Duration.ofSeconds(4), 1024, Duration.ofSeconds(6), 7),
                        List.of(Network.of("127.0.0.1"), Network.of("fd00::/8")),
                        Transport.IO_URING));
        assertThat(read.management()).isEqualTo(new ManagementSettings("::1", 9999, List.of()));
        assertThat(read.publicUrl()).isEqualTo(URI.create("https://gateway.example"));
        assertThat(read.redis())
                .contains(new RedisSettings(
                        List.of("rediss://a:26379", "rediss://b:26379"),
                        Mode.SENTINEL,
                        Optional.of("mymaster"),
                        Optional.of("tuyere"),
                        Optional.of(Secret.of("open-sesame")),
                        true,
                        Duration.ofMillis(20)));
        assertThat(read.secrets().masterKeys()).hasSize(2);
        assertThat(read.regions())
                .containsExactly(Map.entry(
                        "lab", new RegionOverride("lab", URI.create("http://10.0.0.1:81"), "Lab", "wss://10.0.0.1")));
        assertThat(read.countries())
                .containsExactly(Map.entry("HK", "lab"), Map.entry("49", "us"), Map.entry("852", "cn"));
        assertThat(read.limits())
                .isEqualTo(new LimitSettings(
                        true,
                        Duration.ofMillis(20),
                        Duration.ofMillis(9),
                        7,
                        Map.of("GET /v2.0/cloud/space/child", 0.0, "POST /v1.0/devices/{device_id}/commands", 2.5)));
        assertThat(read.upstream())
                .isEqualTo(new UpstreamSettings(
                        Duration.ofMillis(500),
                        Duration.ofMinutes(5),
                        5,
                        6,
                        Duration.ofSeconds(7),
                        Duration.ofMinutes(8),
                        9,
                        4,
                        Duration.ofSeconds(3),
                        true,
                        new ReadSettings(
                                Set.of("GET /v1.0/devices/{device_id}/status"),
                                Map.of("GET /v1.0/devices/{device_id}/specifications", Duration.ofMinutes(5)),
                                2 << 20,
                                Duration.ofMillis(400)),
                        Optional.of(tls.resolve("ca.pem")),
                        Set.of("POST /v1.0/apps/{schema}/notices")));
        assertThat(read.observe())
                .isEqualTo(new ObserveSettings(
                        new LoggingSettings(
                                LoggingSettings.Format.JSON,
                                Optional.of("WARN"),
                                Map.of("io.tuyere.upstream", "DEBUG")),
                        new AccessLogSettings(
                                "calls.log",
                                0.5,
                                AccessLogSettings.Ids.PLAIN,
                                List.of("x-app", "user-agent"),
                                128,
                                5 << 20,
                                3),
                        new MetricsSettings(20),
                        new TracingSettings(Optional.of(URI.create("http://collector:4318")), 1, true)));
        assertThat(read.proxy())
                .isEqualTo(new ProxySettings(true, false, 3, 2 << 20, Duration.ofSeconds(2), Duration.ofMinutes(3)));
    }

    @Test
    void flagGoesBeforeVariableAndVariableBeforeFile() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("server: { host: a, port: 1, max-body: 1MiB }")
                .environment("TUYERE_SERVER_PORT", "2")
                .environment("TUYERE_SERVER_MAX_BODY", "2MiB")
                .flag("server.port", "3");

        ServerSettings server = files.configuration().server();

        assertThat(server.host()).isEqualTo("a");
        assertThat(server.maxBodyBytes()).isEqualTo(2 << 20);
        assertThat(server.port()).isEqualTo(3);
    }

    @Test
    void variablesAndFlagsReachGroupsThatTheFileLacks() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("")
                .environment("TUYERE_REDIS_URL", "redis://a:1, redis://b:2")
                .environment("TUYERE_REDIS_MODE", "cluster")
                .environment("TUYERE_PUBLIC_URL", "https://gateway.example")
                .environment("K", KEY)
                .environment("TUYERE_SECRETS_MASTER_KEY", "env:K")
                .flag("regions.lab.base-url", "http://10.0.0.1")
                .flag("countries.HK", "lab");

        Configuration read = files.configuration();

        assertThat(read.redis().orElseThrow().urls()).containsExactly("redis://a:1", "redis://b:2");
        assertThat(read.publicUrl()).isEqualTo(URI.create("https://gateway.example"));
        assertThat(read.regions()).containsKey("lab");
        assertThat(read.countries()).containsEntry("HK", "lab");
    }

    /** A service that is called tuyere-server would otherwise keep the gateway from starting. */
    @Test
    void linksOfKubernetesToServicesAreNoSettings() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("")
                .environment("TUYERE_SERVER_PORT", "tcp://10.0.0.1:8080")
                .environment("TUYERE_SERVER_PORT_8080_TCP", "tcp://10.0.0.1:8080")
                .environment("TUYERE_SERVER_PORT_8080_TCP_ADDR", "10.0.0.1")
                .environment("TUYERE_SERVER_PORT_8080_TCP_PORT", "8080")
                .environment("TUYERE_SERVER_PORT_8080_TCP_PROTO", "tcp")
                .environment("TUYERE_SERVER_SERVICE_HOST", "10.0.0.1")
                .environment("TUYERE_SERVER_SERVICE_PORT", "8080")
                .environment("TUYERE_SERVICE_PORT_HTTP", "8080")
                .environment("TUYERE_PORT", "tcp://10.0.0.1:8080");

        assertThat(files.configuration().server().port()).isEqualTo(8080);
        assertThat(files.problems())
                .containsExactly("TUYERE_SERVER_PORT: warning: is left alone: it is how Kubernetes links to a service, "
                        + "not a setting (enableServiceLinks: false)");
    }

    @Test
    void unknownVariableIsDoubtedAndUnknownFlagRefused() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("")
                .environment("TUYERE_SERVER_PROT", "1")
                .environment("TUYERE_MASTER_KEY", KEY)
                .flag("server.prot", "1")
                .flag("server.port", "http");

        assertThat(files.problems())
                .containsExactly(
                        "--set server.port: error: server.port: expected a whole number, found \"http\"",
                        "--set server.prot: error: unknown key; did you mean \"server.port\"?",
                        "TUYERE_SERVER_PROT: warning: no setting has this variable; did you mean TUYERE_SERVER_PORT?");
    }

    @ParameterizedTest
    @CsvSource({
        "'server: { host: 10.0.0.1, port: 81 }', http://10.0.0.1:81",
        "'server: { host: \"::\" }', http://127.0.0.1:8080",
        "'server: { host: \"fe80::1\" }', http://[fe80::1]:8080",
        "'server: { tls: { cert: tenants.yaml, key: tenants.yaml } }', https://127.0.0.1:8080",
    })
    void publicUrlFollowsTheServer(String server, URI expected) {
        assertThat(ConfigFolder.withTenant(folder)
                        .tuyere(server)
                        .configuration()
                        .publicUrl())
                .isEqualTo(expected);
    }

    @Test
    void userAndPasswordAreTakenOutOfTheRedisUrl() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("redis: { url: env:REDIS_URL }", "secrets: { master-key: env:KEY }")
                .environment("REDIS_URL", "rediss://tuyere:open%2Fse+same@redis.example:6380/3")
                .environment("KEY", KEY);

        RedisSettings redis = files.configuration().redis().orElseThrow();

        assertThat(redis.urls()).containsExactly("rediss://redis.example:6380/3");
        assertThat(redis.user()).contains("tuyere");
        assertThat(redis.password()).contains(Secret.of("open/se+same"));
        assertThat(redis.tls()).isTrue();
    }

    @Test
    void tenantsFileLiesBesideTheMainFileOrInTheWorkingDirectory() {
        String tenant = "%s: { project: { access-id: p, access-secret: env:S } }";
        ConfigFolder files = new ConfigFolder(folder)
                .tuyere("tenants: { file: conf/list.yaml }")
                .write("work/conf/list.yaml", tenant.formatted("working"))
                .environment("S", "cloud-secret");

        assertThat(files.configuration().tenants()).extracting(Tenant::id).containsExactly("working");

        ConfigFolder more = files.write("conf/list.yaml", tenant.formatted("beside"));

        assertThat(more.configuration().tenants()).extracting(Tenant::id).containsExactly("beside");
        assertThat(more.read().files())
                .containsExactlyInAnyOrder(folder.resolve("tuyere.yaml"), folder.resolve("conf/list.yaml"));
    }

    @Test
    void missingFilesAreProblems() {
        assertThat(new ConfigFolder(folder).errors())
                .containsExactly("tuyere.yaml: error: cannot be read: there is none");

        assertThat(new ConfigFolder(folder)
                        .tuyere("tenants:", "  file: none.yaml")
                        .errors())
                .containsExactly("tuyere.yaml:2:9: error: tenants.file: there is no file \"none.yaml\";"
                        + " a relative path starts beside this file or in the working directory");
    }

    @Test
    void fileReferenceIsReadWithoutItsLastNewline() {
        ConfigFolder files = ConfigFolder.withTenant(folder)
                .tuyere("server: { host: file:host.txt }")
                .write("host.txt", "10.0.0.1");

        assertThat(files.configuration().server().host()).isEqualTo("10.0.0.1");
        assertThat(files.read().files()).contains(folder.resolve("host.txt"));
    }
}
