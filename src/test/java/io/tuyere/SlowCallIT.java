package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code server.idle-timeout} is for connections between calls, not for calls that take longer than it. */
final class SlowCallIT {
    @AutoClose
    private final GatewayUnderTest gateway =
            GatewayUnderTest.start(usual -> usual.withServer(usual.server().withIdleTimeout(Duration.ofSeconds(1))));

    @Test
    void aCallThatTakesLongerThanTheIdleTimeoutIsAnswered() {
        gateway.control()
                .plant(Fault.latency(Duration.ofMillis(2_500))
                        .on("eu")
                        .forCalls("GET", "/v1.0/devices")
                        .times(1));
        try (Wire wire = new Wire(gateway.port())) {
            wire.begin(read());

            assertThat(wire.read().success()).isTrue();
            assertThat(wire.ended()).as("closed once nothing is under way").isTrue();
        }
    }

    private Request read() {
        return gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1");
    }
}
