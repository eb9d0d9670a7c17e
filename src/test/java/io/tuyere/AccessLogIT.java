package io.tuyere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.config.Configuration;
import io.tuyere.core.RegionOverride;
import io.tuyere.http.ProxySettings;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.AccessLogSettings.Ids;
import io.tuyere.sim.Fault;
import io.tuyere.support.FarEnd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TlsWire;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log as whoever reads the file finds it. */
class AccessLogIT {
    private static final String DEVICE = "demo-eu-lamp-1";
    private static final String READ = "/v1.0/devices/" + DEVICE;

    private static final X509Bundle AUTHORITY = TestCertificates.authority("tests");

    @AutoClose
    private static final FarEnd FAR = FarEnd.echoing();

    @TempDir
    Path folder;

    @Test
    void callIsALineOfFlatJson() {
        List<JsonObject> lines = linesOf(
                all -> all,
                gateway -> gateway.keyed(TestTenants.ACME, "GET", READ + "?page_no=hunter2")
                        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .send());

        assertThat(lines).hasSize(1);
        JsonObject line = lines.get(0);
        assertThat(line.fieldNames())
                .containsExactly(
                        "time",
                        "request_id",
                        "trace_id",
                        "tenant",
                        "credential_type",
                        "credential",
                        "face",
                        "method",
                        "template",
                        "path",
                        "query",
                        "status",
                        "outcome",
                        "region",
                        "route",
                        "attempts",
                        "total_ms",
                        "upstream_ms",
                        "bytes_in",
                        "bytes_out",
                        "client",
                        "http");
        assertThat(line.getString("tenant")).isEqualTo(TestTenants.ACME);
        assertThat(line.getString("credential_type")).isEqualTo("api-key");
        assertThat(line.getString("credential")).matches("sha256:[0-9a-f]{8}");
        assertThat(line.getString("template")).isEqualTo("/v1.0/devices/{device_id}");
        assertThat(line.getString("path")).matches("/v1\\.0/devices/~[0-9a-f]{12}");
        assertThat(line.getString("query")).isEqualTo("page_no=***");
        assertThat(line.getInteger("status")).isEqualTo(200);
        assertThat(line.getString("outcome")).isEqualTo("ok");
        assertThat(line.getString("region")).isEqualTo("eu");
        assertThat(line.getInteger("attempts")).isEqualTo(1);
        assertThat(line.getDouble("total_ms")).isGreaterThan(line.getDouble("upstream_ms"));
        assertThat(line.getInteger("bytes_out")).isPositive();
        assertThat(line.getString("http")).isEqualTo("1.1");
        assertThat(line.getString("trace_id")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.encode())
                .doesNotContain(DEVICE)
                .doesNotContain("hunter2")
                .doesNotContain(TestTenants.key(TestTenants.ACME));
    }

    @Test
    void headThatDoesNotComeInTimeIsTold() {
        Response[] answer = new Response[1];
        List<JsonObject> lines = linesOf(
                all -> all,
                usual -> usual.withServer(
                        usual.server().withLimits(usual.server().limits().withHeaderTimeout(Duration.ofSeconds(1)))),
                gateway -> {
                    try (Wire wire = new Wire(gateway.port())) {
                        answer[0] = wire.send("GET /hunter2 HTTP/1.1\r\nX-API-Key: hunter2\r\n")
                                .read();
                    }
                    return answer[0];
                });

        assertThat(answer[0].status()).isEqualTo(408);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getInteger("status")).isEqualTo(408);
        assertThat(lines.get(0).getString("outcome")).isEqualTo("refused");
        assertThat(lines.get(0).getString("error")).isEqualTo("request-timeout");
        assertThat(lines.get(0).getString("client")).isEqualTo("127.0.0.1");
        assertThat(lines.get(0).getString("request_id")).isEqualTo(answer[0].header("x-request-id"));
        assertThat(lines.get(0).encode()).doesNotContain("hunter2");
    }

    @Test
    void troubleIsToldWhateverTheSample() {
        List<JsonObject> lines = linesOf(all -> all.withSample(0), gateway -> {
            assertThat(read(gateway).success()).isTrue();
            assertThat(gateway.request("GET", READ).key("nobody").send().status())
                    .isEqualTo(401);
            gateway.control()
                    .plant(Fault.refusal(2008, "command or value not support").times(1));
            assertThat(read(gateway).success()).isFalse();
            try (Wire wire = new Wire(gateway.port())) {
                return wire.send("GET " + READ + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                        .read();
            }
        });

        // A line is written once its answer is, so that another connection's may come before it.
        assertThat(lines)
                .extracting(
                        line -> line.getString("outcome"),
                        line -> line.getString("error"),
                        line -> line.getInteger("cloud_code"))
                .containsExactlyInAnyOrder(
                        tuple("refused", "unknown-credential", null),
                        tuple("cloud-refused", null, 2008),
                        tuple("refused", "bad-request", null));
    }

    /** Tunnels, pages and what is refused before it is read have lines of the same form. */
    @Test
    void whatIsNoCallIsToldLikeOne() {
        List<JsonObject> lines = linesOf(UnaryOperator.identity(), AccessLogIT::proxying, gateway -> {
            try (Wire wire = new Wire(gateway.port())) {
                String authority = "127.0.0.1:" + FAR.port();
                String password =
                        Base64.getEncoder().encodeToString((":" + TestTenants.key(TestTenants.ACME)).getBytes(UTF_8));
                Request connect = gateway.request("CONNECT", authority)
                        .header("Host", authority)
                        .header("Proxy-Authorization", "Basic " + password);
                Response opened = wire.send(connect.bytes()).head();
                assertThat(opened.status()).isEqualTo(200);
                assertThat(opened.header("x-request-id")).hasSize(32);
                Wire unused = wire.send("12345").finish();
                assertThat(wire.rest()).hasSize(8);
            }
            assertThat(gateway.request("CONNECT", "example.com:443").send().status())
                    .isEqualTo(403);
            assertThat(gateway.request("GET", "/tuyere/v1/countries/DE").send().status())
                    .isEqualTo(200);
            assertThat(gateway.request("GET", "/tuyere/v1/nothing").send().status())
                    .isEqualTo(404);
            try (Wire wire = new Wire(gateway.port())) {
                Wire unused = wire.send("GET " + READ
                        + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
                assertThat(wire.rest()).isEmpty();
            }
            return gateway.management("/livez");
        });

        assertThat(lines)
                .allSatisfy(line -> assertThat(line.fieldNames())
                        .contains("time", "request_id", "face", "method", "status", "outcome", "total_ms")
                        .contains("bytes_in", "bytes_out", "client", "http"));
        assertThat(lines)
                .extracting(
                        line -> line.getString("face"),
                        line -> line.getInteger("status"),
                        line -> line.getString("outcome"),
                        line -> line.getString("error"),
                        line -> line.getString("template"))
                .containsExactlyInAnyOrder(
                        tuple("tunnel", 200, "ok", null, null),
                        tuple("tunnel", 403, "refused", "host-not-allowed", null),
                        tuple("page", 200, "ok", null, "/tuyere/v1/countries/{code}"),
                        tuple("page", 404, "refused", "not-found", "/tuyere/*"),
                        tuple("api-key", 444, "refused", "ambiguous-framing", null));
        JsonObject tunnel = lines.stream()
                .filter(line -> line.getString("face").equals("tunnel") && line.getInteger("status") == 200)
                .findFirst()
                .orElseThrow();
        assertThat(tunnel.getString("tenant")).isEqualTo(TestTenants.ACME);
        assertThat(tunnel.getString("credential_type")).isEqualTo("api-key");
        assertThat(tunnel.getString("region")).isEqualTo("eu");
        assertThat(tunnel.getInteger("bytes_in")).isEqualTo(5);
        assertThat(tunnel.getInteger("bytes_out")).isEqualTo(8);
    }

    @Test
    void everyFieldOfTheDocumentationIsToldAndNoOther() throws Exception {
        Set<String> documented = Pattern.compile("`([a-z_]+)`")
                .matcher(Files.readAllLines(Path.of("docs/logging.md")).stream()
                        .filter(row -> row.startsWith("| `"))
                        .map(row -> row.split("\\|", -1)[1])
                        .collect(Collectors.joining()))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        Set<String> told = new HashSet<>();

        linesOf(all -> all.withHeader("user-agent"), this::pacedAndSecured, AccessLogIT::talkOfEverything)
                .forEach(line -> told.addAll(line.fieldNames()));

        assertThat(told).isEqualTo(documented);
    }

    private Configuration pacedAndSecured(Configuration usual) {
        X509Bundle certificate = TestCertificates.local(AUTHORITY);
        Path chain = TestCertificates.chain(folder.resolve("chain.pem"), certificate);
        Path key = TestCertificates.key(folder.resolve("key.pem"), certificate);
        return usual.withServer(usual.server().withTls(new Tls(chain, key, Optional.empty())))
                .withLimits(LimitSettings.defaults().withPace("GET /v1.0/devices/{device_id}", 1));
    }

    private static Response talkOfEverything(GatewayUnderTest gateway) {
        gateway.control()
                .plant(Fault.refusal(2008, "command or value not support")
                        .forCalls("GET", "/v1.0/devices")
                        .times(1));
        for (String key : List.of(TestTenants.key(TestTenants.ACME), TestTenants.key(TestTenants.ACME), "nobody")) {
            Request call = gateway.request("GET", READ + "?page_no=1")
                    .key(key)
                    .header("User-Agent", "lampshop")
                    .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                    .header("Connection", "close");
            try (SSLSocket socket = TlsWire.open(gateway.port(), AUTHORITY, null, "http/1.1")) {
                socket.getOutputStream().write(call.bytes());
                assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return gateway.management("/livez");
    }

    private static Configuration proxying(Configuration usual) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>(usual.regions());
        regions.put("eu", RegionOverride.of("eu", URI.create("https://127.0.0.1:" + FAR.port())));
        return usual.withRegions(regions).withProxy(ProxySettings.defaults().withConnect(true));
    }

    @Test
    void sampleIsAboutThePartThatWasAskedFor() {
        List<JsonObject> lines = linesOf(all -> all.withSample(0.25), gateway -> {
            try (Wire wire = new Wire(gateway.port())) {
                for (int i = 0; i < 400; i++) {
                    assertThat(gateway.keyed(TestTenants.ACME, "GET", READ)
                                    .send(wire)
                                    .success())
                            .isTrue();
                }
            }
            return read(gateway);
        });

        assertThat(lines.size()).isBetween(60, 140);
    }

    @Test
    void idsAndHeadersAreToldWhereTheSettingsSaySo() {
        List<JsonObject> lines = linesOf(
                all -> all.withIds(Ids.PLAIN).withHeader("User-Agent"),
                gateway -> gateway.keyed(TestTenants.ACME, "GET", READ)
                        .header("User-Agent", "lamp\"shop")
                        .send());

        assertThat(lines.get(0).getString("path")).isEqualTo(READ);
        assertThat(lines.get(0).getJsonObject("headers").getString("user-agent"))
                .isEqualTo("lamp\"shop");
    }

    @Test
    void clientBehindATrustedProxyIsTold() {
        List<JsonObject> lines = linesOf(
                all -> all,
                usual -> usual.withServer(usual.server().withTrustedProxies(List.of("127.0.0.0/8"))),
                gateway -> gateway.keyed(TestTenants.ACME, "GET", READ)
                        .header("X-Forwarded-For", "198.51.100.1, 203.0.113.9:4711")
                        .send());

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getString("client")).isEqualTo("203.0.113.9");
        assertThat(lines.toString()).doesNotContain("198.51.100.1", "4711");
    }

    @Test
    void fileOfFullSizeIsPutAside() throws IOException {
        Files.writeString(folder.resolve("calls.log"), "x".repeat(2 << 20) + "\n");

        List<JsonObject> lines = linesOf(all -> all.withFileBytes(1 << 20).withFiles(1), AccessLogIT::read);

        assertThat(lines).hasSize(1);
        assertThat(folder.resolve("calls.log.1")).exists();
    }

    private static Response read(GatewayUnderTest gateway) {
        return gateway.keyed(TestTenants.ACME, "GET", READ).send();
    }

    /** The lines of a gateway that has stopped. */
    private List<JsonObject> linesOf(
            UnaryOperator<AccessLogSettings> changed, Function<GatewayUnderTest, Response> talk) {
        return linesOf(changed, UnaryOperator.identity(), talk);
    }

    private List<JsonObject> linesOf(
            UnaryOperator<AccessLogSettings> changed,
            UnaryOperator<Configuration> otherwise,
            Function<GatewayUnderTest, Response> talk) {
        Path file = folder.resolve("calls.log");
        AccessLogSettings settings = changed.apply(
                AccessLogSettings.defaults().withTo(file.toString()).withSample(1));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                usual -> otherwise.apply(usual.withObserve(usual.observe().withAccessLog(settings))))) {
            assertThat(talk.apply(gateway).status()).isPositive();
            assertThat(Scrape.of(gateway).value("tuyere_access_log_lines_total{result=\"dropped\"}"))
                    .isZero();
        }
        try {
            return Files.readAllLines(file).stream().map(JsonObject::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
