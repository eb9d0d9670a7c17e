package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.GatewayUnderTest;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCommandTest {
    @Test
    void gatewayIsHealthyUntilItStops() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                usual -> usual.withServer(usual.server().withDrainDelay(Duration.ofSeconds(1))))) {
            String url = "http://127.0.0.1:" + gateway.gateway().managementPort();

            CommandRun serving = CommandRun.of("health", "--url", url);
            Future<Void> stopped = gateway.gateway().stop();
            CommandRun stopping = CommandRun.of("health", "--url", url);

            assertThat(serving).isEqualTo(new CommandRun(0, "ready" + System.lineSeparator(), ""));
            assertThat(stopping).isEqualTo(new CommandRun(1, "not ready: HTTP 503" + System.lineSeparator(), ""));
            GatewayUnderTest.done(stopped);
        }
    }

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

    @ParameterizedTest
    @CsvSource({"nonsense", "file:/nonsense", "'http:// nonsense'"})
    void addressThatIsNoneIsSaidInWords(String nonsense) {
        CommandRun health = CommandRun.of("health", "--url", nonsense);

        assertThat(health.code()).isEqualTo(1);
        assertThat(health.err()).startsWith("tuyere: nothing answers at " + nonsense + ": ");
    }

    @ParameterizedTest
    @CsvSource({"9191, 9191", "tcp://10.0.0.1:9090, 9090", "'', 9090"})
    void portIsThatOfTheEnvironmentIfItIsOne(String variable, String port) {
        assertThat(HealthCommand.usualUrl(Map.of("TUYERE_MANAGEMENT_PORT", variable)))
                .isEqualTo("http://127.0.0.1:" + port);
    }

    @Test
    void containersNeedNoCommandLine() {
        assertThat(HealthCommand.ofContainer("health", "--url", "nonsense")).hasValue(1);
        assertThat(HealthCommand.ofContainer("health", "--help")).isEmpty();
        assertThat(HealthCommand.ofContainer("run")).isEmpty();
        assertThat(HealthCommand.ofContainer()).isEmpty();
    }
}
