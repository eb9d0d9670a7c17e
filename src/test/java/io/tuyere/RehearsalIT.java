package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A gateway that practises takes nothing from its clients, and leaves nothing behind. */
final class RehearsalIT {
    @AutoClose
    private final GatewayUnderTest gateway =
            GatewayUnderTest.start(usual -> usual.withServer(usual.server().withMaxConnections(1)));

    @Test
    void theOnlyPlaceIsAClientsAndTheMetersCountClientsAlone() {
        try (Wire client = new Wire(gateway.port())) {
            Future<Integer> rehearsal = gateway.gateway().rehearse(20);
            while (!rehearsal.isComplete()) {
                client.begin(gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1"));
                assertThat(client.read().success()).isTrue();
                assertThat(Scrape.of(gateway).value("tuyere_connections")).isEqualTo(1);
            }

            assertThat(GatewayUnderTest.done(rehearsal)).isEqualTo(20);
        }
        Eventually.check(
                () -> assertThat(Scrape.of(gateway).value("tuyere_connections")).isZero());
    }

    @Test
    void itEndsWithTheGatewaysVertx() {
        Future<Integer> rehearsal;
        try (GatewayUnderTest leaving = GatewayUnderTest.start()) {
            rehearsal = leaving.gateway().rehearse(Integer.MAX_VALUE);
        }

        assertThat(GatewayUnderTest.done(rehearsal)).isLessThan(Integer.MAX_VALUE);
    }
}
