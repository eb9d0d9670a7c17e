package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.http.ServerSettings.Transport;
import io.tuyere.support.CapturedLog;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportsTest {
    /** What a kernel without io_uring, or a container that may not use it, makes of it. */
    private static final io.vertx.core.transport.Transport REFUSED = new io.vertx.core.transport.Transport() {
        @Override
        public String name() {
            return "io_uring";
        }

        @Override
        public boolean available() {
            return false;
        }

        @Override
        public Throwable unavailabilityCause() {
            return new UnsatisfiedLinkError("failed to load").initCause(new RuntimeException("not permitted"));
        }

        @Override
        public io.vertx.core.spi.transport.Transport implementation() {
            throw new AssertionError("is not to be used");
        }
    };

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyTransportServesOrIsReplacedWithAWarning(Transport wanted) {
        try (CapturedLog log = new CapturedLog()) {
            Vertx vertx = Transports.vertx(new VertxOptions(), wanted);

            assertThat(Servers.awaited(vertx.createNetServer()
                                    .connectHandler(socket -> {})
                                    .listen(0, "127.0.0.1"))
                            .actualPort())
                    .isPositive();
            assertThat(log.troubles()).allMatch(line -> line.startsWith("server.transport "));
            Servers.awaited(vertx.close());
        }
    }

    @Test
    void refusedTransportIsReplacedAndSaysWhy() {
        try (CapturedLog log = new CapturedLog()) {
            Vertx vertx = Transports.vertx(new VertxOptions(), Transport.IO_URING, REFUSED);

            assertThat(log.troubles())
                    .containsExactly("server.transport io-uring cannot be had here, what auto finds is used"
                            + " reason=\"not permitted\"");
            Servers.awaited(vertx.close());
        }
    }

    @Test
    void nothingIsSaidAboutWhatNobodyAskedFor() {
        try (CapturedLog log = new CapturedLog()) {
            Vertx vertx = Transports.vertx(new VertxOptions(), Transport.AUTO);

            assertThat(log.troubles()).isEmpty();
            Servers.awaited(vertx.close());
        }
    }
}
