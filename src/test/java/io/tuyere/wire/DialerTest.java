package io.tuyere.wire;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.support.CapturedLog;
import io.tuyere.support.NameServer;
import io.tuyere.support.TurnedClock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names that move, vanish and come back, over a name server of the test's own and real connections. */
final class DialerTest {
    /** Other tests do without, since names are of no concern to them. */
    private static final String WITHOUT_RESOLVER = "vertx.disableDnsResolver";

    @AutoClose
    private final NameServer names = new NameServer();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final TurnedClock clock = new TurnedClock();
    private final AtomicInteger byLastAddress = new AtomicInteger();
    private final Vertx vertx = vertx(names);
    private NetServer server;
    private Dialer dialer;

    private static Vertx vertx(NameServer names) {
        String before = System.clearProperty(WITHOUT_RESOLVER);
        try {
            return Vertx.vertx(new VertxOptions()
                    .setAddressResolverOptions(new AddressResolverOptions()
                            .addServer(names.at())
                            .setQueryTimeout(2_000)
                            .setCacheNegativeTimeToLive(0)));
        } finally {
            if (before != null) {
                System.setProperty(WITHOUT_RESOLVER, before);
            }
        }
    }

    @BeforeEach
    void begin() {
        server = done(vertx.createNetServer().connectHandler(socket -> {}).listen(0, "0.0.0.0"));
        ConnectOptions remote =
                new ConnectOptions().setHost("openapi.tuyere.test").setPort(server.actualPort());
        dialer = new Dialer(vertx.createNetClient(), remote, clock, byLastAddress::incrementAndGet);
        names.answer("127.0.0.1");
    }

    @AfterEach
    void end() {
        done(vertx.close());
    }

    @Test
    void aNameThatMovesIsFollowedByTheNextConnection() {
        assertThat(dialed()).isEqualTo("127.0.0.1");

        names.answer("127.0.0.2");

        assertThat(dialed()).isEqualTo("127.0.0.2");
        assertThat(byLastAddress).hasValue(0);
    }

    @Test
    void aNameThatVanishesIsReachedByItsLastAddressForAnHour() {
        assertThat(dialed()).isEqualTo("127.0.0.1");
        names.answer(null);

        assertThat(dialed()).isEqualTo("127.0.0.1");
        clock.pass(Duration.ofHours(1));
        assertThat(dialed()).isEqualTo("127.0.0.1");
        assertThat(byLastAddress).hasValue(2);
        assertThat(log.text()).containsOnlyOnce("its last address is used");

        clock.pass(Duration.ofMillis(1));
        assertThatThrownBy(this::dialed).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void whatTheNameSaysCountsAgainOnceItIsBack() {
        assertThat(dialed()).isEqualTo("127.0.0.1");
        names.answer(null);
        assertThat(dialed()).isEqualTo("127.0.0.1");

        names.answer("127.0.0.2");

        assertThat(dialed()).isEqualTo("127.0.0.2");
        assertThat(log.text()).contains("is known again");
    }

    @Test
    void aNameThatWasNeverKnownIsAFailure() {
        names.answer(null);

        assertThatThrownBy(this::dialed).isInstanceOf(UnknownHostException.class);
    }

    private String dialed() {
        NetSocket socket = done(dialer.dial());
        String address = socket.remoteAddress().hostAddress();
        done(socket.close());
        return address;
    }
}
