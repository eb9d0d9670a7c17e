package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.http.ServerSettings.ClientAuth;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.http.ServerSettings.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ServerSettingsTest {
    @Test
    void defaults() {
        ServerSettings settings = ServerSettings.defaults();

        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.tls()).isEmpty();
        assertThat(settings.maxBodyBytes()).isEqualTo(2_097_152);
        assertThat(settings.maxHeaderBytes()).isEqualTo(16_384);
        assertThat(settings.maxRequestLineBytes()).isEqualTo(8_192);
        assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.drainDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.maxConnections()).isEqualTo(20_000);
        assertThat(settings.limits()).isEqualTo(EdgeSettings.defaults());
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.transport()).isEqualTo(Transport.AUTO);
    }

    @Test
    void clientsAreAskedWhereThereIsAnAuthorityForThem() {
        Path pem = Path.of("pem");

        assertThat(new Tls(pem, pem, Optional.empty()).clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(new Tls(pem, pem, Optional.of(pem)).clientAuth()).isEqualTo(ClientAuth.REQUIRED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tls(pem, pem, Optional.empty(), ClientAuth.OPTIONAL))
                .withMessageStartingWith("server.tls.client-auth must");
    }

    @Test
    void everyKeySet() {
        Tls tls = new Tls(Path.of("cert"), Path.of("key"), Optional.of(Path.of("ca")), ClientAuth.OPTIONAL);
        EdgeSettings limits = EdgeSettings.defaults().withMaxStreams(1);

        ServerSettings settings = ServerSettings.defaults()
                .withHost("::1")
                .withPort(0)
                .withTls(tls)
                .withMaxBodyBytes(1024)
                .withMaxHeaderBytes(2048)
                .withMaxRequestLineBytes(4096)
                .withIdleTimeout(Duration.ofSeconds(1))
                .withDrainTimeout(Duration.ZERO)
                .withDrainDelay(Duration.ofMinutes(10))
                .withMaxConnections(1)
                .withLimits(limits)
                .withTrustedProxies(List.of("10.0.0.0/8"))
                .withTransport(Transport.NIO);

        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        "::1",
                        0,
                        Optional.of(tls),
                        1024,
                        2048,
                        4096,
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        1,
                        limits,
                        List.of(Network.of("10.0.0.0/8")),
                        Transport.NIO));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void eachBadValueIsRefused(String key, UnaryOperator<ServerSettings> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(ServerSettings.defaults()))
                .withMessageStartingWith(key + " must");
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("server.host", settings -> settings.withHost(" ")),
                bad("server.port", settings -> settings.withPort(-1)),
                bad("server.port", settings -> settings.withPort(65536)),
                bad("server.max-body", settings -> settings.withMaxBodyBytes(1023)),
                bad("server.max-body", settings -> settings.withMaxBodyBytes((1 << 30) + 1)),
                bad("server.max-headers", settings -> settings.withMaxHeaderBytes(0)),
                bad("server.max-headers", settings -> settings.withMaxHeaderBytes((1 << 20) + 1)),
                bad("server.max-request-line", settings -> settings.withMaxRequestLineBytes(0)),
                bad("server.max-request-line", settings -> settings.withMaxRequestLineBytes(65537)),
                bad("server.idle-timeout", settings -> settings.withIdleTimeout(Duration.ofMillis(999))),
                bad("server.idle-timeout", settings -> settings.withIdleTimeout(Duration.ofSeconds(3601))),
                bad("server.drain-timeout", settings -> settings.withDrainTimeout(Duration.ofMillis(-1))),
                bad("server.drain-timeout", settings -> settings.withDrainTimeout(Duration.ofSeconds(601))),
                bad("server.drain-delay", settings -> settings.withDrainDelay(Duration.ofSeconds(601))),
                bad("server.max-connections", settings -> settings.withMaxConnections(0)),
                bad("server.trusted-proxies", settings -> settings.withTrustedProxies(List.of("proxy.example"))),
                bad(
                        "server.trusted-proxies",
                        settings -> settings.withTrustedProxies(Collections.nCopies(101, "10.0.0.1"))));
    }

    private static Arguments bad(String key, UnaryOperator<ServerSettings> change) {
        return Arguments.of(key, change);
    }
}
