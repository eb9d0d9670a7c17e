package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One region takes calls and never answers: what that costs the others, and how it ends. */
final class HangingRegionIT {
    private static final int POOL = 4;
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final SpoiltRegion us = new SpoiltRegion("us");

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(usual -> us.between(usual.withUpstream(
            usual.upstream().withCallTimeout(Duration.ofMillis(600)).withPoolSize(POOL))));

    @Test
    void itsCallsAreRefusedAtOnceTheOthersAreAnsweredAndItHealsByItself() {
        assertThat(inUs().send().success()).isTrue();
        us.spoil(Mode.BLACKHOLE, 0);

        List<Response> storm = Crowd.of(40, number -> number % 2 == 0 ? inUs().send() : inEu().send());

        for (int i = 0; i < storm.size(); i++) {
            Response answer = storm.get(i);
            if (i % 2 == 0) {
                assertThat(answer.error()).isIn("deadline", "overloaded", "region-unavailable");
            } else {
                assertThat(answer.success()).as(answer.text()).isTrue();
            }
        }
        assertThat(us.proxy().connections())
                .as("connections while nothing is answered")
                .isLessThanOrEqualTo(POOL * LOOPS);

        Eventually.check(() -> assertThat(Scrape.of(gateway).value("tuyere_upstream_in_flight{region=\"us\"}"))
                .isZero());
        Eventually.check(this::assertThatARefusalCostsNothing);

        us.heal();
        Eventually.check(() -> assertThat(inUs().send().success()).isTrue());
        Eventually.check(() -> {
            Scrape metrics = Scrape.of(gateway);
            assertThat(metrics.underWay()).isZero();
            assertThat(metrics.value("tuyere_upstream_in_flight{region=\"us\"}"))
                    .isZero();
            assertThat(metrics.value("tuyere_circuit_state{kind=\"transport\",region=\"us\"}"))
                    .isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    /** Unless the call happens to be the one that probes. */
    private void assertThatARefusalCostsNothing() {
        int accepted = us.proxy().accepted();

        Response refused = inUs().send();

        assertThat(refused.error()).isEqualTo("region-unavailable");
        assertThat(refused.json().getString("detail")).contains("no answer in time");
        assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 30);
        assertThat(us.proxy().accepted()).isEqualTo(accepted);
    }

    private Request inUs() {
        return gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-us-lamp-1")
                .header("X-Tuya-Region", "us");
    }

    private Request inEu() {
        return gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1")
                .header("X-Tuya-Region", "eu");
    }
}
