package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Http2Wire;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to keep a server of HTTP/2 busy for nothing: each ends its connection, and the gateway goes on. */
class Http2FloodIT {
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int MANY = 2_000;
    private static final String PATH = "/v1.0/x";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final X509Bundle AUTHORITY = TestCertificates.authority("tests");

    @TempDir
    private static Path folder;

    @AutoClose
    private final GatewayUnderTest gateway = start();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private static GatewayUnderTest start() {
        X509Bundle certificate = TestCertificates.local(AUTHORITY);
        Tls tls = new Tls(
                TestCertificates.chain(folder.resolve("chain.pem"), certificate),
                TestCertificates.key(folder.resolve("key.pem"), certificate),
                Optional.empty());
        return GatewayUnderTest.start(usual -> usual.withServer(usual.server().withTls(tls)));
    }

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> {
            assertThat(Scrape.of(gateway).underWay()).isZero();
            assertThat(Scrape.of(gateway).value("tuyere_connections")).isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    /** What is sent time and again; the far side may have had enough in between. */
    private interface Nuisance {
        void send(Http2Wire wire, int time) throws IOException;
    }

    /** What the gateway says last is lost where the nuisance goes on behind it, since that resets the connection. */
    private void endsInCalm(Nuisance nuisance) throws IOException {
        assertThat(goneWith(nuisance)).isIn(ENHANCE_YOUR_CALM, -1);
    }

    private int goneWith(Nuisance nuisance) throws IOException {
        try (Http2Wire wire = new Http2Wire(gateway.port(), AUTHORITY)) {
            try {
                for (int time = 0; time < MANY; time++) {
                    nuisance.send(wire, time);
                }
            } catch (IOException enough) {
                assertThat(enough).isNotNull();
            }
            return wire.goneWith();
        }
    }

    private static int stream(int time) {
        return 2 * time + 1;
    }

    @Test
    void streamsThatAreOpenedAndReset() throws IOException {
        endsInCalm((wire, time) -> {
            wire.send(HEADERS, Http2Wire.END_HEADERS, stream(time), Http2Wire.post(PATH));
            wire.send(RST_STREAM, 0, stream(time), new byte[] {0, 0, 0, 8});
        });
    }

    /** The gateway itself must reset each of these. */
    @Test
    void streamsThatMustBeReset() throws IOException {
        endsInCalm((wire, time) -> {
            wire.send(HEADERS, Http2Wire.END_HEADERS, stream(time), Http2Wire.post(PATH));
            wire.send(WINDOW_UPDATE, 0, stream(time), new byte[4]);
        });
    }

    @Test
    void pings() throws IOException {
        endsInCalm((wire, time) -> wire.send(PING, 0, 0, new byte[8]));
    }

    @Test
    void settings() throws IOException {
        endsInCalm((wire, time) -> wire.send(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) 0xff, (byte) 0xff}));
    }

    @Test
    void priorities() throws IOException {
        endsInCalm((wire, time) -> wire.send(PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1}));
    }

    @Test
    void emptyData() throws IOException {
        endsInCalm((wire, time) -> {
            if (time == 0) {
                wire.send(HEADERS, Http2Wire.END_HEADERS, 1, Http2Wire.post(PATH));
            }
            wire.send(DATA, 0, 1, new byte[0]);
        });
    }

    @Test
    void headersWithoutEnd() throws IOException {
        endsInCalm((wire, time) -> {
            if (time == 0) {
                wire.send(HEADERS, 0, 1, Http2Wire.post(PATH));
            }
            wire.send(CONTINUATION, 0, 1, new byte[0]);
        });
    }

    @Test
    void headersThatAreMuchTooLarge() throws IOException {
        assertThat(goneWith((wire, time) -> {
                    if (time == 0) {
                        wire.send(HEADERS, 0, 1, Http2Wire.post(PATH));
                    }
                    byte[] large = Http2Wire.literal("x".repeat(100), "y".repeat(120));
                    wire.send(CONTINUATION, 0, 1, large);
                }))
                .isNotZero();
    }
}
