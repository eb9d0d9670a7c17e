package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitSettingsTest {
    private static final LimitSettings DEFAULTS = LimitSettings.defaults();

    @Test
    void defaults() {
        assertThat(DEFAULTS)
                .isEqualTo(new LimitSettings(false, Duration.ofMillis(100), Duration.ofMillis(5), 10_000, Map.of()));
    }

    @Test
    void everyKeyIsSet() {
        LimitSettings settings = DEFAULTS.withDryRun(true)
                .withPrecision(Duration.ZERO)
                .withRedisWait(Duration.ofSeconds(1))
                .withPaceQueue(0)
                .withPace("POST /v1.0/devices/{device_id}/commands", 10)
                .withPace("GET /v2.0/cloud/space/child", 0);

        assertThat(settings)
                .isEqualTo(new LimitSettings(
                        true,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        0,
                        Map.of("POST /v1.0/devices/{device_id}/commands", 10.0, "GET /v2.0/cloud/space/child", 0.0)));
    }

    @Test
    void badValuesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPrecision(Duration.ofSeconds(11)))
                .withMessage("limits.precision must be 0ms to 10000ms, was 11000ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withRedisWait(Duration.ZERO))
                .withMessage("limits.redis-wait must be 1ms to 1000ms, was 0ms");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPaceQueue(-1))
                .withMessage("limits.pace-queue must be 0 to 1000000, was -1");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices, 1, a pace is for a method",
        "get /v1.0/devices, 1, a pace is for a method",
        "GET /v1.0/devices/abc, 1, no calls are folded into the path /v1.0/devices/abc",
        "GET /v1.0/devices, -1, a pace is 0",
        "GET /v1.0/devices, NaN, a pace is 0",
        "GET /v1.0/devices, 1e7, a pace is 0",
    })
    void badPaceIsRefused(String call, double perSecond, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withPace(call, perSecond))
                .withMessageStartingWith(message);
    }
}
