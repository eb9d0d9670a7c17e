package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.config.Configuration;
import io.tuyere.sim.Fault;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The management port, and the life of a gateway as whoever runs it sees it. */
class ManagementIT {
    private static final String READ = "/v1.0/devices/demo-eu-lamp-1";
    private static final AtomicReference<Configuration> CONFIGURATION = new AtomicReference<>();

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(usual -> {
        CONFIGURATION.set(usual);
        return usual;
    });

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/healthz"})
    void runningGatewayIsHealthy(String page) {
        Response answer = GATEWAY.management(page);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("status")).isEqualTo(page.equals("/livez") ? "live" : "ready");
    }

    @Test
    void pageThatDoesNotExistIsNotFound() {
        assertThat(GATEWAY.management("/metricsx").status()).isEqualTo(404);
    }

    @Test
    void metersAreThoseThatAreDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/metrics.md"));
        Set<String> documented = names("(?m)^\\| `(tuyere_[a-z_]+)`", page);
        Set<String> all = names("(?m)^\\| `([a-z0-9_]+)`", page);
        talk("warm", 5);

        Set<String> onThePage = Scrape.of(GATEWAY).names().stream()
                .map(name -> name.equals("system_cpu_count") ? name : name.replaceFirst("_(count|sum|max|bucket)$", ""))
                .collect(Collectors.toSet());

        assertThat(onThePage).contains("tuyere_build_info", "jvm_memory_used_bytes", "process_cpu_usage");
        assertThat(all).containsAll(onThePage);
        // What is assigned to a constant names a parameter.
        assertThat(documented).isEqualTo(names("(?<!= )\"(tuyere_[a-z_]+)\"", sources()));
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void whatClientsSendAddsNoSeries() {
        talk("warm", 20);
        guess("warm", 4);
        Set<String> before = series();

        talk("device", 10_000);
        guess("device", 100);

        assertThat(series()).isEqualTo(before);
    }

    /** The series of the gateway; those of the machine come and go with its collections of garbage. */
    private static Set<String> series() {
        return Scrape.of(GATEWAY).values().keySet().stream()
                .filter(name -> name.startsWith("tuyere_"))
                .collect(Collectors.toSet());
    }

    @Test
    void metricsWithExamplesAreThereForWhoeverAsks() {
        Response answer = keyed("GET", READ)
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .send();
        assertThat(answer.success()).isTrue();

        Response page = GATEWAY.managementRequest("/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2")
                .send();

        assertThat(page.header("content-type")).startsWith("application/openmetrics-text; version=1.0.0");
        assertThat(page.text())
                .contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"")
                .endsWith("# EOF\n");
    }

    /** Devices, paths, headers and countries, different each time. */
    private static void talk(String name, int times) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            for (int i = 0; i < times; i++) {
                String id = name + i;
                wire.begin(
                        switch (i % 6) {
                            case 0 -> keyed("GET", "/v1.0/devices/" + id);
                            case 1 ->
                                keyed("POST", "/v1.0/devices/" + id + "/commands")
                                        .json("{}");
                            case 2 -> keyed("GET", "/" + id + "/%7B" + id + "/../" + id);
                            case 3 -> keyed("GET", READ).header("X-Tuya-Region", id);
                            case 4 -> keyed("M" + id.toUpperCase(Locale.ROOT), READ);
                            default -> keyed("GET", "/v1.0/devices/" + id).header("X-Tuya-Region", "eu,us");
                        });
                assertThat(wire.read().status()).isPositive();
            }
        }
    }

    /** Access ids and keys, different each time, as often as the brake on guesses lets pass at once. */
    private static void guess(String name, int times) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            for (int i = 0; i < times; i++) {
                Request call = i % 2 == 0
                        ? GATEWAY.request("GET", READ).header("client_id", name + i)
                        : GATEWAY.request("GET", READ).key(name + i);
                wire.begin(call);
                assertThat(wire.read().status()).isPositive();
            }
        }
    }

    @Test
    void gatewayThatStopsAnswersTheCallsUnderWay() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start();
                Wire wire = new Wire(gateway.port());
                Wire idle = new Wire(gateway.port())) {
            assertThat(gateway.keyed(TestTenants.ACME, "GET", READ).send(idle).header("connection"))
                    .isEmpty();
            gateway.control().plant(Fault.latency(Duration.ofMillis(600)));
            wire.begin(gateway.keyed(TestTenants.ACME, "GET", READ));
            Eventually.check(() -> assertThat(Scrape.of(gateway).inFlight()).isEqualTo(1));

            Future<Void> stopped = gateway.gateway().stop();

            assertThat(idle.ended()).isTrue();
            assertThat(gateway.management("/livez").status()).isEqualTo(200);
            assertThat(gateway.management("/readyz").status()).isEqualTo(503);
            assertThat(gateway.management("/healthz").json().getString("status"))
                    .isEqualTo("draining");
            Response answer = wire.read();
            assertThat(answer.success()).isTrue();
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(wire.ended()).isTrue();
            GatewayUnderTest.done(stopped);
            assertThat(taken(gateway.port())).isFalse();
            assertThat(taken(gateway.gateway().managementPort())).isFalse();
        }
    }

    @Test
    void callThatOutlivesTheDrainTimeoutIsCutOff() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                        usual -> usual.withServer(usual.server().withDrainTimeout(Duration.ofMillis(200))));
                Wire wire = new Wire(gateway.port())) {
            gateway.control().plant(Fault.hang());
            wire.begin(gateway.keyed(TestTenants.ACME, "GET", READ));
            Eventually.check(() -> assertThat(Scrape.of(gateway).inFlight()).isEqualTo(1));

            GatewayUnderTest.done(gateway.gateway().stop());

            assertThat(wire.ended()).isTrue();
        }
    }

    @Test
    void dataPortThatIsTakenStopsTheStart() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration usual = configuration();
            int management = freePort();

            leavesNothing(
                    usual.withServer(usual.server().withPort(other.getLocalPort()))
                            .withManagement(usual.management().withPort(management)),
                    "127.0.0.1:" + other.getLocalPort() + " (server.port)");

            assertThat(taken(management)).isFalse();
        }
    }

    @Test
    void managementPortThatIsTakenStopsTheStart() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Configuration usual = configuration();
            int data = freePort();

            leavesNothing(
                    usual.withServer(usual.server().withPort(data))
                            .withManagement(usual.management().withPort(other.getLocalPort())),
                    "127.0.0.1:" + other.getLocalPort() + " (management.port)");

            assertThat(taken(data)).isFalse();
        }
    }

    private static void leavesNothing(Configuration configuration, String told) {
        leavesNothing(Vertx.vertx(), configuration, told);
        leavesNothing(Vertx.vertx(RunningGateway.vertxOptions()), configuration, told); // as it is run
    }

    private static void leavesNothing(Vertx vertx, Configuration configuration, String told) {
        try {
            assertThatThrownBy(() -> GatewayUnderTest.done(RunningGateway.start(vertx, configuration)))
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining(told);
            assertThat(vertx.deploymentIDs()).isEmpty();
        } finally {
            GatewayUnderTest.done(vertx.close());
        }
    }

    private static Configuration configuration() {
        return Objects.requireNonNull(CONFIGURATION.get(), "the gateway has started");
    }

    private static boolean taken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException taken) {
            return true;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request keyed(String method, String target) {
        return GATEWAY.keyed(TestTenants.ACME, method, target);
    }
}
