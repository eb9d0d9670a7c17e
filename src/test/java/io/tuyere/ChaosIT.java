package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.ChaosProxy.Mode;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.SpoiltRegion;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.tuyere.upstream.ReadSettings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a region and the wire to it do: every call is answered, no command is executed twice, and when it is over nothing is
 * held any more.
 */
final class ChaosIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final List<Mode> MODES = List.of(Mode.values());
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final SpoiltRegion eu = new SpoiltRegion("eu");

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(usual -> eu.between(everything(usual)));

    /** Whatever can be switched on is, so that nothing of it holds anything when a call goes wrong. */
    private static Configuration everything(Configuration usual) {
        ReadSettings reads = ReadSettings.defaults()
                .withCoalesced("GET /v1.0/devices/{device_id}")
                .withCached("GET /v1.0/devices/{device_id}/specifications", Duration.ofMillis(100))
                .withHedgeAfter(Duration.ofMillis(150));
        return usual.withUpstream(
                        usual.upstream().withCallTimeout(LIMIT).withReads(reads).withAdaptive(true))
                .withLimits(usual.limits().withPace("GET /v1.0/devices/{device_id}/status", 20));
    }

    @AfterEach
    void nothingIsHeldAndTheRegionIsReachedAgain() {
        gateway.control().clearFaults();
        eu.heal();
        Eventually.check(() -> assertThat(read().send().success()).isTrue());
        Eventually.check(() -> {
            Scrape metrics = Scrape.of(gateway);
            assertThat(metrics.inFlight()).isZero();
            assertThat(metrics.value("tuyere_connections")).isZero();
            assertThat(metrics.value("tuyere_body_bytes")).isZero();
            assertThat(metrics.value("tuyere_pace_waiting")).isZero();
            assertThat(gateway.control().counters("eu").inFlight()).isZero();
            assertThat(metrics.value("tuyere_upstream_in_flight{region=\"eu\"}"))
                    .isZero();
            assertThat(metrics.value("tuyere_deadlines_running")).isZero();
            assertThat(metrics.value("tuyere_circuit_state{kind=\"transport\",region=\"eu\"}"))
                    .isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"RESET", "CUT", "HALF_CLOSE", "BLACKHOLE", "THROTTLE", "GARBAGE"})
    void aCommandWhoseAnswerIsSpoiledIsAnsweredInTimeAndExecutedOnce(Mode mode) {
        assertThat(read().send().success()).isTrue();
        eu.spoil(mode, 40);
        long began = System.nanoTime();

        Response answer = command(1).send();

        assertThat(answer.error()).isIn("upstream-broken", "deadline");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT.multipliedBy(3));
        assertThat(gateway.control().commands("demo-eu-lamp-1")).hasSize(1);
    }

    @Test
    void aReadOnAConnectionThatTheCloudHasClosedIsRepeatedAtOnce() {
        gateway.control().plant(Fault.close().on("eu").times(20));

        List<Response> answers = Crowd.of(20, number -> read().send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.success()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anySequenceOfFaultsLeavesNothingBehind(long seed) {
        Random random = new Random(seed);
        int sent = 0;
        for (int round = 0; round < 6; round++) {
            plant(random);
            int first = sent;
            long roundSeed = random.nextLong();
            sent += 12;
            List<Boolean> ended = Crowd.of(12, number -> call(first + number, new Random(roundSeed + number)));
            assertThat(ended).hasSize(12);
        }

        assertNothingWasExecutedTwice(sent);
    }

    private void plant(Random random) {
        gateway.control().clearFaults();
        eu.heal();
        if (random.nextInt(3) == 0) {
            eu.spoil(MODES.get(random.nextInt(MODES.size())), random.nextInt(300));
        }
        for (int i = 0; i < 3; i++) {
            Fault fault = fault(random).on("eu").times(1 + random.nextInt(6));
            boolean late = random.nextBoolean() && fault.code() == 0; // which comes before the execution
            gateway.control().plant(late ? fault.afterExecution() : fault);
        }
    }

    private static Fault fault(Random random) {
        List<Fault> faults = List.of(
                Fault.reset(),
                Fault.hang(),
                Fault.status(502),
                Fault.status(503).withHeader("Retry-After", "1"),
                Fault.status(500, "{\"success\":false}"),
                Fault.tokenExpiry(),
                Fault.refusal(1199, "your requests are too frequent"),
                Fault.refusal(500, "system error"),
                Fault.refusal(1010, "token invalid"),
                Fault.refusal(1013, "request time is invalid"),
                Fault.truncated(20),
                Fault.unfinishedChunks(20),
                Fault.notJson(),
                Fault.empty(),
                Fault.close(),
                Fault.dribble(3, Duration.ofMillis(20)),
                Fault.latency(Duration.ofMillis(300)));
        return faults.get(random.nextInt(faults.size()));
    }

    /** Every call ends: with an answer, or because its client left. */
    private boolean call(int number, Random random) {
        Request request = random.nextBoolean() ? command(number) : anyRead(random);
        if (random.nextInt(4) == 0) {
            request = request.header("X-Request-Timeout", random.nextInt(1, 400) + "ms");
        }
        if (random.nextInt(5) == 0) {
            try (Wire wire = new Wire(gateway.port())) {
                wire.begin(request);
                wire.breakOff();
            }
            return true;
        }
        return request.send().whole();
    }

    private void assertNothingWasExecutedTwice(int sent) {
        Set<Integer> seen = new HashSet<>();
        gateway.control().commands("demo-eu-lamp-1").forEach(executed -> {
            int number = new JsonObject(executed.body())
                    .getJsonArray("commands")
                    .getJsonObject(0)
                    .getInteger("value");
            assertThat(seen.add(number))
                    .as("command %d is executed once", number)
                    .isTrue();
        });
        assertThat(seen).allMatch(number -> number < 10 + sent);
    }

    /** A read that is shared, one that is kept, or one that waits for its turn. */
    private Request anyRead(Random random) {
        return gateway.keyed(
                TestTenants.ACME,
                "GET",
                List.of(LAMP, LAMP + "/specifications", LAMP + "/status").get(random.nextInt(3)));
    }

    private Request read() {
        return gateway.keyed(TestTenants.ACME, "GET", LAMP);
    }

    /** Each has a number of its own, so that a second execution is told from another command. */
    private Request command(int number) {
        return gateway.keyed(TestTenants.ACME, "POST", LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"bright_value\",\"value\":" + (10 + number) + "}]}");
    }
}
