package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.SimControl;
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
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * More than a hundred commands, each of which meets one kind of fault, all kinds there are. The cloud's own record says how often each was
 * executed: never twice, exactly once where the answer says so, and never where the answer says that it was not.
 */
final class NeverTwiceIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final int ROUND = 4;
    private static final int ROUNDS = 27;

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final SpoiltRegion eu = new SpoiltRegion("eu");

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(usual -> {
        UpstreamSettings upstream = usual.upstream().withCallTimeout(Duration.ofSeconds(2));
        return eu.between(
                usual.withUpstream(upstream.withReads(upstream.reads().withHedgeAfter(Duration.ofMillis(100)))));
    });

    private final SimControl cloud = gateway.control();

    /** What a fault does to the four commands of its round. */
    private record Trouble(String name, Runnable begin) {}

    @Test
    void noCommandIsExecutedTwiceAndEveryAnswerTellsTheTruth() {
        List<Trouble> troubles = troubles();
        Map<Integer, Response> answers = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Trouble trouble = troubles.get(round);
            int first = round * ROUND;
            trouble.begin.run();
            List<Response> of = Crowd.of(ROUND, number -> command(first + number));
            for (int i = 0; i < ROUND; i++) {
                answers.put(first + i, of.get(i));
            }
            heal();
        }

        Map<Integer, Long> executions = executions();
        assertThat(answers).hasSize(ROUND * ROUNDS);
        answers.forEach((number, answer) -> {
            String trouble = troubles.get(number / ROUND).name;
            long times = executions.getOrDefault(number, 0L);
            assertThat(times)
                    .as("command %d, which met %s: %s", number, trouble, answer.text())
                    .isLessThanOrEqualTo(1);
            if (answer.success()) {
                assertThat(times)
                        .as("command %d, which met %s", number, trouble)
                        .isEqualTo(1);
            } else if (answer.text().contains("was not executed")) {
                assertThat(times)
                        .as("command %d, which met %s: %s", number, trouble, answer.text())
                        .isZero();
            }
        });
        assertThat(log.troubles()).isEmpty();
    }

    /** Each kind at least once; more would only be the same again. */
    private List<Trouble> troubles() {
        List<Trouble> all = new ArrayList<>();
        for (Fault fault : faults()) {
            all.add(new Trouble(
                    fault.toString(),
                    () -> cloud.plant(fault.on("eu").forCalls("POST", LAMP).times(ROUND))));
        }
        for (Mode mode : Mode.values()) {
            all.add(new Trouble(mode.name(), () -> eu.spoil(mode, 40)));
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(ROUNDS);
        Collections.shuffle(all, new Random(7));
        return all;
    }

    /** Refusals of token, time and pace come before the execution, as the cloud promises. */
    private static List<Fault> faults() {
        return List.of(
                Fault.reset(),
                Fault.reset().afterExecution(),
                Fault.hang(),
                Fault.hang().afterExecution(),
                Fault.status(502).afterExecution(),
                Fault.status(503).withHeader("Retry-After", "1"),
                Fault.status(504).afterExecution(),
                Fault.status(500, "{\"success\":false}").afterExecution(),
                Fault.tokenExpiry(),
                Fault.refusal(1199, "your requests are too frequent"),
                Fault.refusal(500, "system error").afterExecution(),
                Fault.refusal(1010, "token invalid"),
                Fault.refusal(1013, "request time is invalid"),
                Fault.truncated(20),
                Fault.unfinishedChunks(20),
                Fault.notJson(),
                Fault.empty(),
                Fault.close(),
                Fault.dribble(20, Duration.ofMillis(20)),
                Fault.latency(Duration.ofMillis(300)));
    }

    private Response command(int number) {
        return gateway.keyed(TestTenants.ACME, "POST", LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"bright_value\",\"value\":" + (10 + number) + "}]}")
                .header("X-Request-Timeout", "600ms")
                .send();
    }

    /** As many calls that go well as went wrong keep the breaker from hiding what comes next. */
    private void heal() {
        cloud.clearFaults();
        eu.heal();
        for (int i = 0; i < 2 * ROUND; i++) {
            Eventually.check(() -> assertThat(read().send().success()).isTrue());
        }
    }

    private Request read() {
        return gateway.keyed(TestTenants.ACME, "GET", LAMP);
    }

    private Map<Integer, Long> executions() {
        Eventually.check(() -> assertThat(Scrape.of(gateway).underWay()).isZero());
        return cloud.commands("demo-eu-lamp-1").stream()
                .collect(Collectors.groupingBy(
                        executed -> new JsonObject(executed.body())
                                        .getJsonArray("commands")
                                        .getJsonObject(0)
                                        .getInteger("value")
                                - 10,
                        Collectors.counting()));
    }
}
