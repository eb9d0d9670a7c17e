package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.SimSettings;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of seven regions that are too long to be held: written as they come, in bounded memory, whatever befalls whom. */
final class GrowingAnswerIT {
    private static final String WORLD = "world";
    private static final String LARGE = "/v1.0/sim/large";
    private static final int REGIONS = SimSettings.REGIONS.size();
    private static final int MIB = 1024 * 1024;

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(configuration -> configuration.withTenants(
            List.of(TestTenants.tenant(WORLD, "eu", TestTenants.PROJECT, SimSettings.REGIONS))));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void nothingIsHeldAndNobodyAskedAnyMore() {
        Eventually.check(() -> {
            Scrape scrape = Scrape.of(gateway);
            assertThat(heldBytes()).isZero();
            assertThat(scrape.underWay()).isZero();
            SimSettings.REGIONS.forEach(
                    region -> assertThat(scrape.value("tuyere_upstream_in_flight{region=\"" + region + "\"}"))
                            .as(region)
                            .isZero());
        });
        assertThat(log.troubles()).isEmpty();
    }

    private long heldBytes() {
        return (long) Scrape.of(gateway).value("tuyere_fanout_held_bytes");
    }

    private Request all(int bytes) {
        return gateway.keyed(WORLD, "GET", LARGE + "?bytes=" + bytes).header("X-Tuya-Region", "all");
    }

    private static JsonObject of(Response answer, String region) {
        return answer.json().getJsonObject("result").getJsonObject(region);
    }

    private static List<String> order(Response answer) {
        return List.copyOf(answer.json().getJsonObject("result").fieldNames());
    }

    @Test
    void partsComeInTheOrderInWhichTheyAreWhole() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(400)).on("eu").forCalls("GET", LARGE));

        Response answer = all(200_000).send();

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.success()).isTrue();
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.region()).isEqualTo(String.join(",", SimSettings.REGIONS));
        assertThat(order(answer)).containsExactlyInAnyOrderElementsOf(SimSettings.REGIONS);
        assertThat(order(answer)).endsWith("eu");
        assertThat(of(answer, "sg").getJsonObject("result").getString("pad")).hasSizeGreaterThan(199_000);
    }

    /** Its status is known before its first byte, since every other region has spoken. */
    @Test
    void statusTellsOfALongAnswerToo() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(400)).on("eu").forCalls("GET", LARGE));

        Response answer = gateway.keyed(WORLD, "GET", LARGE + "?bytes=60000")
                .header("X-Tuya-Region", "us,eu")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(order(answer)).containsExactly("us", "eu");
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 200_000})
    void signedClientIsAnsweredWithin200(int bytes) {
        gateway.control().plant(Fault.truncated(bytes / 2).on("in").forCalls("GET", LARGE));
        TuyaClient client = gateway.connected(WORLD);

        Response answer = client.get("/@all" + LARGE + "?bytes=" + bytes).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.success()).isFalse();
        assertThat(answer.code()).isEqualTo(60470);
        assertThat(answer.json().getString("msg")).startsWith("1 of 7 regions: in: ");
    }

    @Test
    void firstPartsAreThereBeforeTheLastRegionSpeaks() {
        gateway.control().plant(Fault.hang().on("in").forCalls("GET", LARGE));
        try (Wire wire = new Wire(gateway.port())) {
            wire.begin(all(200_000).header("X-Request-Timeout", "2s").header("Connection", "close"));
            Response head = wire.head();
            wire.awaitBytes(6 * 199_000);

            assertThat(head.status()).isEqualTo(207);
            assertThat(Scrape.of(gateway).value("tuyere_upstream_in_flight{region=\"in\"}"))
                    .isEqualTo(1);
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8))
                    .contains("\"in\":{\"success\":false", "\"error\":\"deadline\"", "1 of 7 regions: in: ");
        }
    }

    /** It dies in the middle of its body, when the parts of others are on their way already. */
    @ParameterizedTest
    @ValueSource(ints = {20_000, 400_000})
    void regionThatDiesInTheMiddleIsAPartThatFailed(int after) {
        gateway.control().plant(Fault.truncated(after).on("in").forCalls("GET", LARGE));
        gateway.control().plant(Fault.unfinishedChunks(after).on("cn").forCalls("GET", LARGE));

        Response answer = all(500_000).send();

        assertThat(answer.whole()).isTrue();
        assertThat(answer.success()).isFalse();
        assertThat(of(answer, "in").getString("error")).isEqualTo("upstream-broken");
        assertThat(of(answer, "in").containsKey("result")).isFalse();
        assertThat(of(answer, "cn").getString("error")).isEqualTo("upstream-broken");
        assertThat(of(answer, "us").getBoolean("success")).isTrue();
        assertThat(answer.json().getString("msg")).startsWith("2 of 7 regions: ");
    }

    @Test
    void partThatIsTooLongFailsAloneAndSaysWhatToDo() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(100)).on("eu").forCalls("GET", LARGE));

        Response answer = all(MIB + 1).send();

        assertThat(answer.status()).isEqualTo(207);
        assertThat(of(answer, "eu").getString("error")).isEqualTo("reply-too-large");
        assertThat(of(answer, "eu").getString("msg")).contains("ask this region alone, or for less");
    }

    @Test
    void slowReaderMakesNobodyHoldMoreThanAPartOfEachRegion() {
        try (Wire wire = slowReader()) {
            wire.begin(all(1_000_000).header("Connection", "close"));
            Eventually.check(() -> assertThat(heldBytes()).isPositive());
            long most = 0;
            for (int kib = 0; kib < 4 * 1024; kib += 64) {
                wire.awaitBytes(64 * 1024);
                most = Math.max(most, heldBytes());
            }
            assertThat(most).isPositive().isLessThanOrEqualTo((long) REGIONS * MIB);
            assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).contains(",\"skipped\":{},\"success\":true,");
        }
    }

    /** What they ask for is more than there is room for; how much of it comes in depends on who is first. */
    @Test
    void manySlowReadersStayWithinTheRoomThereIs() {
        List<Wire> wires = new ArrayList<>();
        try {
            IntStream.range(0, 14).forEach(i -> wires.add(slowReader()));
            wires.forEach(wire -> wire.begin(all(1_000_000)));
            Eventually.check(() -> assertThat(heldBytes()).isGreaterThan(10L * MIB));
            for (int i = 0; i < 20; i++) {
                assertThat(heldBytes()).isLessThanOrEqualTo(64L * MIB);
            }
            assertThat(gateway.keyed(WORLD, "GET", LARGE + "?bytes=5000000")
                            .send()
                            .success())
                    .as("calls of one region need none of it")
                    .isTrue();
        } finally {
            wires.forEach(Wire::breakOff);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before it begins", "in the middle"})
    void clientThatLeavesCallsEveryRegionOff(String when) {
        gateway.control().plant(Fault.hang().on("in").forCalls("GET", LARGE));
        gateway.control()
                .plant(Fault.dribble(1_000, Duration.ofMillis(50)).on("cn").forCalls("GET", LARGE));
        try (Wire wire = slowReader()) {
            wire.begin(all(when.equals("in the middle") ? 900_000 : 5_000));
            if (when.equals("in the middle")) {
                wire.awaitBytes(300_000);
            } else {
                Eventually.check(
                        () -> assertThat(gateway.control().counters("in").requests("GET " + LARGE))
                                .isEqualTo(1));
            }
            wire.breakOff();
        }

        Eventually.check(() -> assertThat(Scrape.of(gateway).underWay()).isZero());
    }

    private Wire slowReader() {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
