package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A read whose answer is late is sent a second time where the configuration says so; a command never is. */
final class HedgeIT {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(usual -> usual.withUpstream(
            usual.upstream().withReads(usual.upstream().reads().withHedgeAfter(Duration.ofMillis(100)))));

    @Test
    void aLateReadIsAnsweredByTheSecondAttemptAndTheFirstIsReset() {
        gateway.control().plant(Fault.hang().forCalls("GET", DEVICE).times(1));

        Response answer = gateway.keyed(TestTenants.ACME, "GET", DEVICE).send();

        assertThat(answer.success()).isTrue();
        Eventually.check(
                () -> assertThat(gateway.control().counters("eu").inFlight()).isZero());
        assertThat(Scrape.of(gateway).value("tuyere_retries_total{reason=\"late\",region=\"eu\"}"))
                .isPositive();
    }

    @Test
    void aLateCommandIsSentOnce() {
        gateway.control()
                .plant(Fault.latency(Duration.ofMillis(400))
                        .forCalls("POST", DEVICE)
                        .times(1));

        Response answer = gateway.keyed(TestTenants.ACME, "POST", DEVICE + "/commands")
                .json("{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}")
                .send();

        assertThat(answer.success()).isTrue();
        assertThat(gateway.control().commands("demo-eu-lamp-1")).hasSize(1);
    }
}
