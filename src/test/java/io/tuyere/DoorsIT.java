package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A storm of connections: so many are let in, the others are closed at once, and those inside notice nothing. */
final class DoorsIT {
    private static final int MOST = 20;

    @AutoClose
    private final GatewayUnderTest gateway =
            GatewayUnderTest.start(usual -> usual.withServer(usual.server().withMaxConnections(MOST)));

    @Test
    void connectionsOverTheCapAreClosedAndThoseInsideAreServed() {
        List<Wire> inside = connected(MOST);
        Eventually.check(
                () -> assertThat(Scrape.of(gateway).value("tuyere_connections")).isEqualTo(MOST));
        List<Wire> outside = connected(50);
        assertThat(outside).allMatch(Wire::ended);

        for (Wire wire : inside) {
            wire.begin(read());
            assertThat(wire.read().success()).isTrue();
        }

        inside.forEach(Wire::close);
        outside.forEach(Wire::close);
        Eventually.check(
                () -> assertThat(Scrape.of(gateway).value("tuyere_connections")).isZero());
        assertThat(read().send().success()).isTrue();
    }

    private List<Wire> connected(int count) {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wires.add(new Wire(gateway.port()));
        }
        return wires;
    }

    private Request read() {
        return gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1");
    }
}
