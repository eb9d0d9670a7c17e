package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProxySettingsTest {
    @Test
    void defaults() {
        assertThat(ProxySettings.defaults())
                .isEqualTo(new ProxySettings(
                        false, true, 100, 8 * 1024 * 1024, Duration.ofMinutes(1), Duration.ofHours(1)));
    }

    @Test
    void everyKeySet() {
        ProxySettings settings = ProxySettings.defaults()
                .withConnect(true)
                .withRequireCredentials(false)
                .withTunnelsPerTenant(7)
                .withBytesPerSecond(2048)
                .withIdleTimeout(Duration.ofSeconds(3))
                .withMaxLifetime(Duration.ofSeconds(4));

        assertThat(settings)
                .isEqualTo(new ProxySettings(true, false, 7, 2048, Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void eachBadValueIsRefused(String key, UnaryOperator<ProxySettings> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(ProxySettings.defaults()))
                .withMessageStartingWith(key + " must");
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("proxy.tunnels-per-tenant", settings -> settings.withTunnelsPerTenant(0)),
                bad("proxy.tunnels-per-tenant", settings -> settings.withTunnelsPerTenant(100_001)),
                bad("proxy.bytes-per-second", settings -> settings.withBytesPerSecond(1023)),
                bad("proxy.idle-timeout", settings -> settings.withIdleTimeout(Duration.ofMillis(999))),
                bad("proxy.idle-timeout", settings -> settings.withIdleTimeout(Duration.ofHours(2))),
                bad("proxy.max-lifetime", settings -> settings.withMaxLifetime(Duration.ZERO)),
                bad("proxy.max-lifetime", settings -> settings.withMaxLifetime(Duration.ofHours(25))));
    }

    private static Arguments bad(String key, UnaryOperator<ProxySettings> change) {
        return Arguments.of(key, change);
    }
}
