package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SimulatedCloudTest {
    @Test
    void regionsListenOnPortsOfTheirOwn() {
        try (CloudFixture fixture = new CloudFixture()) {
            long ports = SimSettings.REGIONS.stream()
                    .map(fixture.cloud::port)
                    .distinct()
                    .count();

            assertThat(ports).isEqualTo(7);
            assertThat(fixture.cloud.baseUrl("sg")).hasPort(fixture.cloud.port("sg"));
            assertThatThrownBy(() -> fixture.cloud.port("mars")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void takenPortStopsTheStartAndLeavesNothingRunning() throws IOException {
        try (CloudFixture fixture = new CloudFixture();
                ServerSocket taken = new ServerSocket(0)) {
            int base = Math.min(taken.getLocalPort() - 3, 65000);

            var start = SimulatedCloud.start(fixture.vertx, SimSettings.demo().withBasePort(base));

            assertThatThrownBy(() -> CloudFixture.result(start))
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining(
                            "127.0.0.1:" + base + " to " + (base + 7) + " (--sim-port of demo, --port of sim)");
            assertThat(fixture.vertx.deploymentIDs()).hasSize(8);
        }
    }

    @Test
    void stoppingEndsHangingCalls() throws IOException {
        CloudFixture fixture = new CloudFixture();
        fixture.cloud.control().plant(Fault.hang());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.cloud.port("eu"))) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            CloudFixture.until(() -> fixture.cloud.control().counters("eu").inFlight() > 0);

            fixture.close();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionsAndCallsAreCounted() throws IOException {
        try (CloudFixture fixture = new CloudFixture();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.cloud.port("in"))) {
            CloudFixture.until(() -> fixture.cloud.control().counters("in").openConnections() > 0);

            CounterSnapshot seen = fixture.cloud.control().counters("in");

            assertThat(seen.connections()).isEqualTo(1);
            assertThat(seen.allRequests()).isZero();
            assertThat(seen.requests("GET /v1.0/token")).isZero();
            assertThat(socket.isConnected()).isTrue();
        }
    }
}
