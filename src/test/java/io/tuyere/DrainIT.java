package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A gateway that stops cuts nobody off. */
final class DrainIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(
            configuration -> configuration.withServer(configuration.server().withDrainDelay(Duration.ofSeconds(1))));

    @Test
    void callsUnderWayAndNewOnesAreAnsweredAndTheirConnectionsEnd() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(400)).on("eu").times(1));
        try (Wire early = new Wire(gateway.port())) {
            early.begin(read());
            Eventually.check(() ->
                    assertThat(gateway.control().counters("eu").inFlight()).isPositive());

            Future<Void> stopped = gateway.gateway().stop();
            Response readiness = gateway.management("/readyz");
            Response fresh = read().send();
            Response slow = early.read();

            assertThat(readiness.status()).isEqualTo(503);
            assertThat(fresh.success()).isTrue();
            assertThat(fresh.header("connection")).isEqualTo("close");
            assertThat(slow.success()).isTrue();
            assertThat(early.ended()).isTrue();
            GatewayUnderTest.done(stopped.otherwiseEmpty());
        }
    }

    private Request read() {
        return gateway.keyed(TestTenants.ACME, "GET", LAMP);
    }
}
