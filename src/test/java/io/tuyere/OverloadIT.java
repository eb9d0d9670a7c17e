package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Face;
import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More calls than connections: one connection for each region and event loop, and one call may wait for it. */
class OverloadIT {
    private static final OwnFailure OVERLOADED = new OwnFailure("overloaded", 503, 60529);
    private static final String LAMP = "demo-eu-lamp-1";
    private static final int CROWD = 12;

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(usual -> usual.withUpstream(
            usual.upstream().withPoolSize(1).withWaitQueue(1).withConnectTimeout(Duration.ofMillis(400))));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @BeforeEach
    void begin() {
        GATEWAY.control().reset();
        assertThat(command().send().success()).isTrue();
        GATEWAY.control().reset();
        assertThat(command().send().success()).isTrue();
    }

    @AfterEach
    void nothingIsLeftOver() {
        GATEWAY.control().clearFaults();
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        assertThat(log.troubles()).isEmpty();
    }

    @Test
    void callsThatFindTheQueueFullAreToldAtOnce() {
        GATEWAY.control().plant(Fault.latency(Duration.ofMillis(200)));
        int before = executed();

        List<Response> answers = Crowd.of(CROWD, number -> command().send());

        List<Response> refused =
                answers.stream().filter(answer -> !answer.error().isEmpty()).toList();
        assertThat(refused).isNotEmpty().hasSizeLessThan(CROWD);
        refused.forEach(answer -> OVERLOADED.isSaidBy(answer, Face.API_KEY));
        assertThat(executed() - before).isEqualTo(CROWD - refused.size());
    }

    @Test
    void callsThatWaitInVainForAConnectionWereNotExecuted() {
        GATEWAY.control().plant(Fault.hang());
        int before = executed();

        List<Response> answers = Crowd.of(
                CROWD, number -> command().header("X-Request-Timeout", "1s").send());

        List<Response> refused = answers.stream()
                .filter(answer -> answer.error().equals("overloaded"))
                .toList();
        List<Response> hanging = answers.stream()
                .filter(answer -> answer.error().equals("deadline"))
                .toList();
        refused.forEach(answer -> OVERLOADED.isSaidBy(answer, Face.API_KEY));
        assertThat(hanging).isNotEmpty();
        assertThat(refused).hasSize(CROWD - hanging.size());
        assertThat(executed()).isEqualTo(before);
    }

    /** Who has given up does not use the connection that becomes free. */
    @Test
    void callThatGaveUpWaitingIsNotSentLater() {
        GATEWAY.control().plant(Fault.latency(Duration.ofMillis(300)));
        int before = executed();

        List<Response> answers = Crowd.of(
                4, number -> command().header("X-Request-Timeout", "100ms").send());
        GATEWAY.control().clearFaults();
        assertThat(command().send().success()).isTrue();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.error()).isIn("deadline", "overloaded"));
        long sent = answers.stream()
                .filter(answer -> answer.text().contains("may have been"))
                .count();
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        assertThat(executed() - before - 1).isLessThanOrEqualTo((int) sent);
    }

    private static int executed() {
        return GATEWAY.control().commands(LAMP).size();
    }

    private static Request command() {
        return GATEWAY.keyed(TestTenants.ACME, "POST", "/v1.0/devices/" + LAMP + "/commands")
                .json("{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}");
    }
}
