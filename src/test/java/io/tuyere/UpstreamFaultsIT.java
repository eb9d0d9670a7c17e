package io.tuyere;

import static io.tuyere.support.OwnFailure.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.Face;
import io.tuyere.core.RegionOverride;
import io.tuyere.sim.CounterSnapshot;
import io.tuyere.sim.Fault;
import io.tuyere.sim.SimControl;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients of both faces see when a region misbehaves; after every test nothing is left over and nothing was logged. */
class UpstreamFaultsIT {
    private static final OwnFailure BROKEN = new OwnFailure("upstream-broken", 502, 60502);
    private static final OwnFailure DEADLINE = new OwnFailure("deadline", 504, 60504);
    private static final OwnFailure UNAVAILABLE = new OwnFailure("region-unavailable", 503, 60503);

    private static final String LAMP = "demo-eu-lamp-1";
    private static final String READ = "/v1.0/devices/" + LAMP;
    private static final String WRITE = READ + "/commands";
    private static final String SWITCH = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";
    private static final String LARGE = "/v1.0/sim/large?bytes=400000";
    private static final String TOKEN = "/v1.0/token";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(UpstreamFaultsIT::configured);

    private static final SimControl CLOUD = GATEWAY.control();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    /** Calls have two seconds; nobody listens where region in should be. */
    private static Configuration configured(Configuration usual) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>(usual.regions());
        regions.put("in", RegionOverride.of("in", URI.create("http://127.0.0.1:" + freePort())));
        return usual.withRegions(regions).withUpstream(usual.upstream().withCallTimeout(LIMIT));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cloud as at its start, but for a token that the gateway holds. */
    @BeforeEach
    void begin() {
        CLOUD.reset();
        Eventually.check(() -> assertThat(read(Face.API_KEY).send().success()).isTrue());
    }

    @AfterEach
    void nothingIsLeftOver() {
        CLOUD.clearFaults();
        Eventually.check(() -> {
            assertThat(Scrape.of(GATEWAY).underWay()).isZero();
            assertThat(eu().inFlight()).isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void closedPortIsTold(Face face) {
        Response answer = read(face).header("X-Tuya-Region", "in").send();

        UNAVAILABLE.isSaidBy(answer, face);
        assertThat(words(answer, face)).contains("connection refused").contains("not executed");
        assertThat(answer.region()).isEqualTo("in");
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void hangingCallIsAnsweredAtItsDeadline(Face face) {
        CLOUD.plant(Fault.hang().forCalls("POST", READ));

        Response answer = write(face).header("X-Request-Timeout", "300ms").send();

        DEADLINE.isSaidBy(answer, face);
        assertThat(words(answer, face)).contains("within 300 ms").contains("may have been executed");
        // What hangs is in flight there until its connection is closed.
        Eventually.check(() -> assertThat(eu().inFlight()).isZero());
        assertThat(eu().commands()).isZero();
    }

    @Test
    void clientCannotLengthenTheDeadline() {
        CLOUD.plant(Fault.hang().forCalls("GET", READ));

        Response answer = read(Face.API_KEY).header("X-Request-Timeout", "60").send();

        DEADLINE.isSaidBy(answer, Face.API_KEY);
        assertThat(words(answer, Face.API_KEY)).contains("within " + LIMIT.toMillis() + " ms");
    }

    static Stream<Fault> brokenAnswers() {
        return Stream.of(
                Fault.reset().afterExecution(),
                Fault.truncated(20),
                Fault.truncated(0),
                Fault.unfinishedChunks(20),
                Fault.notJson(),
                Fault.empty(),
                Fault.status(502).afterExecution(),
                Fault.status(200).afterExecution(),
                Fault.status(204, "").afterExecution(),
                Fault.status(503, "{\"message\":\"no healthy upstream\"}").afterExecution());
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void writeWithABrokenAnswerIsExecutedOnce(Fault fault) {
        for (Face face : Face.values()) {
            CLOUD.reset();
            CLOUD.plant(fault.forCalls("POST", READ));

            Response answer = write(face).send();

            BROKEN.isSaidBy(answer, face);
            assertThat(words(answer, face)).contains("may have been executed");
            assertThat(CLOUD.commands(LAMP)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void writeThatIsResetBeforeItIsExecutedIsNotRepeated(Face face) {
        CLOUD.plant(Fault.reset().forCalls("POST", READ));

        Response answer = write(face).send();

        BROKEN.isSaidBy(answer, face);
        assertThat(eu().requests("POST /v1.0/devices/{device_id}/commands")).isEqualTo(1);
        assertThat(CLOUD.commands(LAMP)).isEmpty();
    }

    static Stream<Fault> cutAnswers() {
        return Stream.of(
                Fault.truncated(100_000),
                Fault.unfinishedChunks(100_000),
                Fault.dribble(17_000, Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @MethodSource("cutAnswers")
    void longAnswerThatBreaksOffNeverEndsCleanly(Fault fault) {
        for (Face face : Face.values()) {
            CLOUD.plant(fault.forCalls("GET", "/v1.0/sim/large").times(1));

            Response answer = call(face, "GET", LARGE)
                    .header("X-Request-Timeout", "700ms")
                    .send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isNotEmpty().hasSizeLessThan(400_000);
            assertThat(answer.whole()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void shortAnswerThatDribblesIsGivenUpAtTheDeadline(Face face) {
        CLOUD.plant(Fault.dribble(1, Duration.ofMillis(50)).forCalls("POST", READ));

        Response answer = write(face).header("X-Request-Timeout", "0.4").send();

        DEADLINE.isSaidBy(answer, face);
        assertThat(CLOUD.commands(LAMP)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void serverErrorWithAnEnvelopeIsPassedOn(Face face) {
        String envelope = "{\"code\":500,\"msg\":\"system error,please contact the admin\",\"success\":false,\"t\":1}";
        CLOUD.plant(Fault.status(500, envelope).forCalls("GET", READ));

        Response answer = read(face).send();

        assertThat(answer.text()).isEqualTo(envelope);
        assertThat(answer.error()).isEmpty();
        assertThat(answer.status()).isEqualTo(face == Face.SIGNED ? 200 : 500);
    }

    static Stream<Fault> oddButWhole() {
        return Stream.of(Fault.gzip(), Fault.chunked(), Fault.close(), Fault.dribble(5_000, Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @MethodSource("oddButWhole")
    void oddAnswersThatAreWholeComeThrough(Fault fault) {
        CLOUD.plant(fault);

        for (Face face : Face.values()) {
            Response answer = read(face).send();
            Response large = call(face, "GET", LARGE).send();

            assertThat(answer.success()).isTrue();
            assertThat(large.body()).hasSize(400_000);
            assertThat(large.whole()).isTrue();
            assertThat(answer.header("content-encoding") + large.header("content-encoding"))
                    .isEmpty();
        }
    }

    @Test
    void connectionThatTheCloudClosedBetweenCallsIsNotUsed() {
        CLOUD.plant(Fault.close());
        Eventually.check(() -> {
            assertThat(read(Face.API_KEY).send().success()).isTrue();
            assertThat(eu().openConnections()).isZero();
        });
        CLOUD.clearFaults();

        Response answer = write(Face.API_KEY).send();

        assertThat(answer.success()).isTrue();
        assertThat(CLOUD.commands(LAMP)).hasSize(1);
    }

    @Test
    void callsThatWaitForATokenShareItsFailure() {
        CLOUD.revokeTokens("eu");
        CLOUD.plant(Fault.status(500).delayed(Duration.ofMillis(400)).forCalls("GET", TOKEN));

        List<Response> answers = Crowd.of(
                20,
                number -> write(number % 2 == 0 ? Face.API_KEY : Face.SIGNED).send());

        for (int i = 0; i < answers.size(); i++) {
            Face face = i % 2 == 0 ? Face.API_KEY : Face.SIGNED;
            UNAVAILABLE.isSaidBy(answers.get(i), face);
            assertThat(words(answers.get(i), face)).contains("HTTP 500").contains("not executed");
        }
        assertThat(eu().requests("GET " + TOKEN)).isLessThanOrEqualTo(2);
        assertThat(CLOUD.commands(LAMP)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void tokenCallThatHangsLeavesTheCallUnexecuted(Face face) {
        CLOUD.plant(Fault.hang().forCalls("GET", TOKEN));

        String region = face == Face.SIGNED ? "sg" : "us";
        Response answer = write(face)
                .header("X-Tuya-Region", region)
                .header("X-Request-Timeout", "200ms")
                .send();

        DEADLINE.isSaidBy(answer, face);
        assertThat(words(answer, face)).contains("was not executed");
        CLOUD.clearFaults();
        Eventually.check(() -> assertThat(CLOUD.counters(region).inFlight()).isZero());
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void clientThatLeavesTakesItsCallWithIt(Face face) {
        CLOUD.plant(Fault.hang().forCalls("GET", READ));
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(read(face));
            Eventually.check(() -> assertThat(eu().inFlight()).isEqualTo(1));
        }

        Eventually.check(() -> assertThat(eu().inFlight()).isZero());

        String aborted = "tuyere_requests_total{face=\"" + face.label() + "\",outcome=\"aborted\",region=\"eu\"}";
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).value(aborted)).isPositive());
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void clientThatLeavesInTheMiddleOfALongAnswerEndsIt(Face face) {
        CLOUD.plant(Fault.dribble(20_000, Duration.ofMillis(50)).forCalls("GET", "/v1.0/sim/large"));
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(call(face, "GET", LARGE));
            wire.awaitBytes(18_000);
        }

        Eventually.check(() -> assertThat(eu().inFlight()).isZero());
    }

    @Test
    void answerThatNobodyReadsIsGivenUpAtTheDeadline() {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(call(Face.API_KEY, "GET", "/v1.0/sim/large?bytes=30000000"));

            Eventually.check(() -> assertThat(eu().inFlight()).isEqualTo(1));
            Eventually.check(() -> assertThat(eu().inFlight()).isZero());
        }
    }

    private static CounterSnapshot eu() {
        return CLOUD.counters("eu");
    }

    private static Request read(Face face) {
        return call(face, "GET", READ);
    }

    private static Request write(Face face) {
        return face == Face.SIGNED
                ? GATEWAY.connected(TestTenants.ACME).post(WRITE, SWITCH).request()
                : call(face, "POST", WRITE).json(SWITCH);
    }

    private static Request call(Face face, String method, String target) {
        return face == Face.SIGNED
                ? GATEWAY.connected(TestTenants.ACME).call(method, target).request()
                : GATEWAY.keyed(TestTenants.ACME, method, target);
    }
}
