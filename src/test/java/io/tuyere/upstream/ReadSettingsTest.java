package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadSettingsTest {
    private static final String STATUS = "GET /v1.0/devices/{device_id}/status";
    private static final String SPECIFICATIONS = "GET /v1.0/devices/{device_id}/specifications";

    @Test
    void defaults() {
        ReadSettings settings = ReadSettings.defaults();

        assertThat(settings.coalesce()).isEmpty();
        assertThat(settings.cache()).isEmpty();
        assertThat(settings.cacheBytes()).isEqualTo(16 << 20);
        assertThat(settings.hedgeAfter()).isZero();
    }

    @Test
    void everyKeySet() {
        ReadSettings settings = ReadSettings.defaults()
                .withCoalesced(STATUS)
                .withCached(SPECIFICATIONS, Duration.ofMinutes(1))
                .withCacheBytes(1 << 20)
                .withHedgeAfter(Duration.ofMillis(300));

        assertThat(settings)
                .isEqualTo(new ReadSettings(
                        Set.of(STATUS),
                        Map.of(SPECIFICATIONS, Duration.ofMinutes(1)),
                        1 << 20,
                        Duration.ofMillis(300)));
    }

    /** Otherwise all who waited for the end of a kept answer would ask at the same time. */
    @Test
    void whatIsKeptIsSharedOnItsWayAsWell() {
        ReadSettings settings =
                ReadSettings.defaults().withCoalesced(STATUS).withCached(SPECIFICATIONS, Duration.ofMinutes(1));

        assertThat(settings.sharedTemplates())
                .containsExactly("/v1.0/devices/{device_id}/status", "/v1.0/devices/{device_id}/specifications");
        assertThat(settings.keptMillis())
                .containsExactly(Map.entry("/v1.0/devices/{device_id}/specifications", 60_000L));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void eachBadValueIsRefused(String words, UnaryOperator<ReadSettings> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(ReadSettings.defaults()))
                .withMessageContaining(words);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("only reads", settings -> settings.withCoalesced("POST /v1.0/devices/{device_id}/commands")),
                bad("only reads", settings -> settings.withCoalesced("")),
                bad("no calls are folded", settings -> settings.withCoalesced("GET /v1.0/devices/x/status")),
                bad("no calls are folded", settings -> settings.withCached("GET /nowhere", Duration.ofSeconds(1))),
                bad("upstream.cache must", settings -> settings.withCached(STATUS, Duration.ofMillis(99))),
                bad("upstream.cache must", settings -> settings.withCached(STATUS, Duration.ofHours(25))),
                bad("upstream.cache-size must", settings -> settings.withCacheBytes(1000)),
                bad("upstream.hedge-after must", settings -> settings.withHedgeAfter(Duration.ofSeconds(61))));
    }

    private static Arguments bad(String words, UnaryOperator<ReadSettings> change) {
        return Arguments.of(words, change);
    }
}
