package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Http2Wire;
import io.tuyere.support.Http2Wire.Frame;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TestTenants;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that share a connection of HTTP/2: what happens to one, or to the gateway, cuts none of the others off. */
class Http2StreamsIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String ECHO = "/v1.0/sim/echo";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int RST_STREAM = 3;
    private static final int NO_ERROR = 0;
    private static final int CANCEL = 8;
    private static final X509Bundle AUTHORITY = TestCertificates.authority("tests");

    @TempDir
    private static Path folder;

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AutoClose
    private final GatewayUnderTest gateway = start();

    private static GatewayUnderTest start() {
        X509Bundle certificate = TestCertificates.local(AUTHORITY);
        Tls tls = new Tls(
                TestCertificates.chain(folder.resolve("chain.pem"), certificate),
                TestCertificates.key(folder.resolve("key.pem"), certificate),
                Optional.empty());
        return GatewayUnderTest.start(usual -> usual.withServer(usual.server()
                .withTls(tls)
                .withDrainDelay(SECOND)
                .withLimits(usual.server()
                        .limits()
                        .withHeaderTimeout(SECOND)
                        .withBodyTimeout(SECOND.multipliedBy(2))
                        .withMinBodyRate(100))));
    }

    private static void get(Http2Wire wire, int stream) throws IOException {
        wire.send(
                Http2Wire.HEADERS,
                Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
                stream,
                Http2Wire.get(LAMP, TestTenants.ACME));
    }

    private static void post(Http2Wire wire, int stream) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(Http2Wire.post(ECHO));
        headers.writeBytes(Http2Wire.literal("x-api-key", TestTenants.key(TestTenants.ACME)));
        wire.send(Http2Wire.HEADERS, Http2Wire.END_HEADERS, stream, headers.toByteArray());
    }

    private static void data(Http2Wire wire, int flags, int stream, String text) throws IOException {
        wire.send(Http2Wire.DATA, flags, stream, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean ends(Frame frame, int stream) {
        return frame.last() && frame.stream() == stream;
    }

    private static String status(List<Frame> frames, int stream) {
        return frames.stream()
                .filter(frame -> frame.type() == Http2Wire.HEADERS && frame.stream() == stream)
                .map(Frame::status)
                .findFirst()
                .orElse("");
    }

    private static String body(List<Frame> frames, int stream) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        frames.stream()
                .filter(frame -> frame.type() == Http2Wire.DATA && frame.stream() == stream)
                .forEach(frame -> body.writeBytes(frame.payload().getBytes()));
        return body.toString(StandardCharsets.UTF_8);
    }

    private static Optional<Frame> goaway(List<Frame> frames) {
        return frames.stream().filter(frame -> frame.type() == Http2Wire.GOAWAY).findFirst();
    }

    /** Nothing but the end of its stream says how long such a body is; once it was taken for none. */
    @Test
    void bodyWithoutALengthIsReadToItsEnd() throws IOException {
        try (Http2Wire wire = new Http2Wire(gateway.port(), AUTHORITY)) {
            post(wire, 1);
            data(wire, 0, 1, "{\"half\":");
            data(wire, Http2Wire.END_STREAM, 1, "1}");

            List<Frame> frames = wire.readUntil(frame -> ends(frame, 1));

            assertThat(status(frames, 1)).isEqualTo("200");
            assertThat(body(frames, 1)).contains("{\\\"half\\\":1}");
        }
    }

    @Test
    void bodyThatTricklesInEndsItsStreamAndNoOther() throws IOException {
        try (Http2Wire wire = new Http2Wire(gateway.port(), AUTHORITY)) {
            post(wire, 1);
            data(wire, 0, 1, "x");
            get(wire, 3);

            List<Frame> other = wire.readUntil(frame -> ends(frame, 3));
            List<Frame> slow = wire.readUntil(frame -> ends(frame, 1));
            get(wire, 5);
            List<Frame> after = wire.readUntil(frame -> ends(frame, 5));

            assertThat(status(other, 3)).isEqualTo("200");
            assertThat(status(slow, 1)).isEqualTo("408");
            assertThat(body(slow, 1)).contains("request-timeout");
            assertThat(status(after, 5)).isEqualTo("200");
        }
        nothingIsLeftOver();
        assertThat(gateway.control().counters("eu").requests("POST " + ECHO)).isZero();
    }

    @Test
    void bodyThatComesFastEnoughMayStillNotTakeForEver() throws IOException {
        String drop = "x".repeat(500);
        try (Http2Wire wire = new Http2Wire(gateway.port(), AUTHORITY)) {
            post(wire, 1);
            for (int i = 0; i < 4; i++) {
                data(wire, 0, 1, drop);
            }

            List<Frame> slow = wire.readUntil(frame -> ends(frame, 1));

            assertThat(status(slow, 1)).isEqualTo("408");
        }
        nothingIsLeftOver();
    }

    /** This was answered and logged as an error of the gateway. */
    @Test
    void clientThatTakesItsBodyBackHasLeft() throws IOException {
        String aborted = "tuyere_requests_total{face=\"api-key\",outcome=\"aborted\",region=\"none\"}";
        try (Http2Wire wire = new Http2Wire(gateway.port(), AUTHORITY)) {
            post(wire, 1);
            data(wire, 0, 1, "{\"half\":");
            wire.send(RST_STREAM, 0, 1, new byte[] {0, 0, 0, CANCEL});
            get(wire, 3);

            assertThat(status(wire.readUntil(frame -> ends(frame, 3)), 3)).isEqualTo("200");
            Eventually.check(() -> assertThat(Scrape.of(gateway).value(aborted)).isEqualTo(1));
        }
        nothingIsLeftOver();
    }

    private void nothingIsLeftOver() {
        Eventually.check(() -> {
            assertThat(Scrape.of(gateway).underWay()).isZero();
            assertThat(Scrape.of(gateway).value("tuyere_body_bytes")).isZero();
            assertThat(Scrape.of(gateway).value("tuyere_connections")).isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    @Test
    void gatewayThatStopsSaysGoodbyeAndFinishesWhatItBegan() throws IOException {
        gateway.control().plant(Fault.latency(Duration.ofMillis(1_500)).on("eu").times(1));
        try (Http2Wire busy = new Http2Wire(gateway.port(), AUTHORITY);
                Http2Wire fresh = new Http2Wire(gateway.port(), AUTHORITY);
                Http2Wire idle = new Http2Wire(gateway.port(), AUTHORITY)) {
            get(busy, 1);
            Eventually.check(() ->
                    assertThat(gateway.control().counters("eu").inFlight()).isPositive());

            Future<Void> stopped = gateway.gateway().stop();
            get(fresh, 1);
            List<Frame> duringTheDelay = fresh.readUntil(frame -> false);
            List<Frame> slow = busy.readUntil(frame -> false);

            assertThat(status(duringTheDelay, 1)).isEqualTo("200");
            assertThat(goaway(duringTheDelay).map(Frame::error)).contains(NO_ERROR);
            assertThat(status(slow, 1)).isEqualTo("200");
            assertThat(body(slow, 1)).contains("\"success\":true");
            assertThat(goaway(slow).map(Frame::error)).contains(NO_ERROR);
            assertThat(idle.goneWith()).isEqualTo(NO_ERROR);
            GatewayUnderTest.done(stopped.otherwiseEmpty());
        }
        assertThat(log.troubles()).isEmpty();
    }
}
