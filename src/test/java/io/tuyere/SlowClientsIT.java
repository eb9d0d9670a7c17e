package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time: what they may, and that others are not made to wait for them. */
class SlowClientsIT {
    private static final String KEYED = "Host: x\r\nX-API-Key: acme-key\r\n";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(usual -> usual.withServer(usual.server()
            .withIdleTimeout(SECOND.multipliedBy(2))
            .withLimits(usual.server()
                    .limits()
                    .withHeaderTimeout(SECOND)
                    .withBodyTimeout(SECOND.multipliedBy(2))
                    .withMinBodyRate(100)
                    .withWriteTimeout(SECOND))));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final Scrape before = Scrape.of(GATEWAY);

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> {
            assertThat(Scrape.of(GATEWAY).underWay()).isZero();
            assertThat(Scrape.of(GATEWAY).value("tuyere_connections")).isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    private double ended(String reason) {
        String series = "tuyere_connections_ended_total{reason=\"" + reason + "\"}";
        return Scrape.of(GATEWAY).value(series) - before.value(series);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /v1.0/x HTTP/1.1\r\n", "GET /v1.0/x HTTP/1.1\r\n" + KEYED})
    void headThatNeverEndsIsGivenUp(String beginning) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            Response answer = wire.send(beginning).read();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.error()).isEqualTo("request-timeout");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(wire.ended()).isTrue();
        }
        assertThat(ended("slow-header")).isEqualTo(1);
    }

    /** A byte now and then makes a connection look alive, but no head is worth more than its time. */
    @Test
    void headThatTricklesInIsGivenUp() {
        trickle("GET /v1.0/x HTTP/1.1\r\n", "X", "slow-header");
    }

    @Test
    void bodyThatTricklesInIsGivenUp() {
        trickle("POST /v1.0/sim/echo HTTP/1.1\r\n" + KEYED + "Content-Length: 100000\r\n\r\n", "x", "slow-body");
    }

    @Test
    void chunksThatTrickleInAreGivenUp() {
        trickle(
                "POST /v1.0/sim/echo HTTP/1.1\r\n" + KEYED + "Transfer-Encoding: chunked\r\n\r\n",
                "1\r\nx\r\n",
                "slow-body");
    }

    private void trickle(String beginning, String drop, String reason) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            Wire unused = wire.send(beginning);
            Eventually.check(() -> {
                dropped(wire, drop);
                assertThat(ended(reason)).isEqualTo(1);
            });
            assertThat(wire.read().error()).isEqualTo("request-timeout");
        }
    }

    /** The far side may be gone already, which is what is waited for. */
    private static void dropped(Wire wire, String drop) {
        try {
            Wire unused = wire.send(drop);
        } catch (UncheckedIOException gone) {
            assertThat(gone).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void connectionThatNobodyUsesEnds() {
        try (Wire fresh = new Wire(GATEWAY.port());
                Wire used = new Wire(GATEWAY.port())) {
            assertThat(used.send("GET /v1.0/sim/echo HTTP/1.1\r\n" + KEYED + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);

            assertThat(fresh.ended()).isTrue();
            assertThat(used.ended()).isTrue();
        }
        assertThat(ended("idle")).isEqualTo(2);
    }

    @Test
    void clientThatDoesNotReadItsAnswerIsLeft() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), GATEWAY.port()));
            socket.getOutputStream()
                    .write(("GET /v1.0/sim/large?bytes=20000000 HTTP/1.1\r\n" + KEYED + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            Eventually.check(() -> assertThat(ended("slow-reader")).isEqualTo(1));
        }
    }
}
