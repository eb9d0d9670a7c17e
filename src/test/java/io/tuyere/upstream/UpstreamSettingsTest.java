package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UpstreamSettingsTest {
    private static final ReadSettings READS = ReadSettings.defaults().withHedgeAfter(Duration.ofSeconds(1));

    @Test
    void defaults() {
        UpstreamSettings settings = UpstreamSettings.defaults();

        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.poolSize()).isEqualTo(128);
        assertThat(settings.waitQueue()).isEqualTo(1024);
        assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.maxInFlight()).isEqualTo(4096);
        assertThat(settings.maxInFlightPerTenant()).isEqualTo(2048);
        assertThat(settings.shedLag()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.adaptive()).isFalse();
        assertThat(settings.reads()).isEqualTo(ReadSettings.defaults());
        assertThat(settings.regionalWrites()).isEmpty();
    }

    @Test
    void everyKeySet() {
        UpstreamSettings settings = UpstreamSettings.defaults()
                .withConnectTimeout(Duration.ofMillis(1))
                .withCallTimeout(Duration.ofMinutes(10))
                .withPoolSize(1)
                .withWaitQueue(0)
                .withIdleTimeout(Duration.ofSeconds(1))
                .withMaxLifetime(Duration.ofHours(24))
                .withMaxInFlight(1)
                .withMaxInFlightPerTenant(1_000_000)
                .withShedLag(Duration.ZERO)
                .withAdaptive(true)
                .withReads(READS)
                .withTrust(Path.of("trust.pem"))
                .withRegionalWrite("POST /v1.0/notices");

        assertThat(settings)
                .isEqualTo(new UpstreamSettings(
                        Duration.ofMillis(1),
                        Duration.ofMinutes(10),
                        1,
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofHours(24),
                        1,
                        1_000_000,
                        Duration.ZERO,
                        true,
                        READS,
                        Optional.of(Path.of("trust.pem")),
                        Set.of("POST /v1.0/notices")));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void eachBadValueIsRefused(String key, UnaryOperator<UpstreamSettings> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(UpstreamSettings.defaults()))
                .withMessageStartingWith(key + " must");
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("timeouts.connect", settings -> settings.withConnectTimeout(Duration.ZERO)),
                bad("timeouts.connect", settings -> settings.withConnectTimeout(Duration.ofSeconds(61))),
                bad("timeouts.call", settings -> settings.withCallTimeout(Duration.ZERO)),
                bad("timeouts.call", settings -> settings.withCallTimeout(Duration.ofMinutes(11))),
                bad("upstream.pool-size", settings -> settings.withPoolSize(0)),
                bad("upstream.pool-size", settings -> settings.withPoolSize(10_001)),
                bad("upstream.wait-queue", settings -> settings.withWaitQueue(-1)),
                bad("upstream.wait-queue", settings -> settings.withWaitQueue(100_001)),
                bad("upstream.idle-timeout", settings -> settings.withIdleTimeout(Duration.ZERO)),
                bad("upstream.idle-timeout", settings -> settings.withIdleTimeout(Duration.ofHours(2))),
                bad("upstream.max-lifetime", settings -> settings.withMaxLifetime(Duration.ZERO)),
                bad("upstream.max-lifetime", settings -> settings.withMaxLifetime(Duration.ofHours(25))),
                bad("upstream.max-in-flight", settings -> settings.withMaxInFlight(0)),
                bad("upstream.max-in-flight-per-tenant", settings -> settings.withMaxInFlightPerTenant(1_000_001)),
                bad("upstream.regional-writes", settings -> settings.withRegionalWrite("GET /v1.0/notices")),
                bad(
                        "upstream.regional-writes",
                        settings -> settings.withRegionalWrite("POST /v1.0/devices/{device_id}/commands")),
                bad("upstream.shed-lag", settings -> settings.withShedLag(Duration.ofMinutes(2))));
    }

    private static Arguments bad(String key, UnaryOperator<UpstreamSettings> change) {
        return Arguments.of(key, change);
    }
}
