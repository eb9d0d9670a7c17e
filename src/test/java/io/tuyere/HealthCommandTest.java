package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HealthCommandTest {
    @Test
    void whereNothingListensNothingIsHealthy() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        CommandRun health = CommandRun.of("health", "--url", "http://127.0.0.1:" + port);

        assertThat(health.code()).isEqualTo(1);
        assertThat(health.out()).isEmpty();
        assertThat(health.err()).startsWith("tuyere: nothing answers at http://127.0.0.1:" + port + ": ");
    }

    @Test
    void addressThatIsNoneIsSaidInWords() {
        CommandRun health = CommandRun.of("health", "--url", "nonsense");

        assertThat(health.code()).isIn(1, 2);
        assertThat(health.err()).contains("nonsense");
    }
}
