package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.AccessLogSettings.Ids;
import io.tuyere.sim.Fault;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The access log as whoever reads the file finds it. */
class AccessLogIT {
    private static final String DEVICE = "demo-eu-lamp-1";
    private static final String READ = "/v1.0/devices/" + DEVICE;

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
        Path file = folder.resolve("calls.log");
        AccessLogSettings settings = changed.apply(
                AccessLogSettings.defaults().withTo(file.toString()).withSample(1));
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                usual -> usual.withObserve(usual.observe().withAccessLog(settings)))) {
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
