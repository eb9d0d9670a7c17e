package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.observe.AccessLogSettings.Ids;
import io.tuyere.observe.LoggingSettings.Format;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObserveSettingsTest {
    private static final AccessLogSettings ACCESS_LOG = AccessLogSettings.defaults();

    @Test
    void defaults() {
        assertThat(ObserveSettings.defaults())
                .isEqualTo(new ObserveSettings(
                        new LoggingSettings(Format.TEXT, Optional.empty(), Map.of()),
                        new AccessLogSettings("stdout", 0.01, Ids.HASHED, List.of(), 8_192, 100 << 20, 10),
                        new MetricsSettings(0),
                        new TracingSettings(Optional.empty(), 0.01, false)));
        assertThat(ACCESS_LOG.stdout()).isTrue();
        assertThat(ACCESS_LOG.withTo("off").off()).isTrue();
    }

    @Test
    void everyKeyIsSet() {
        ObserveSettings settings = ObserveSettings.defaults()
                .withLogging(LoggingSettings.defaults()
                        .withFormat(Format.JSON)
                        .withLevel("warn")
                        .withLevel("io.tuyere", "debug"))
                .withAccessLog(ACCESS_LOG
                        .withTo("calls.log")
                        .withSample(1)
                        .withIds(Ids.PLAIN)
                        .withHeader("X-App")
                        .withQueue(64)
                        .withFileBytes(1 << 20)
                        .withFiles(1))
                .withMetrics(MetricsSettings.defaults().withTenants(1_000))
                .withTracing(TracingSettings.defaults()
                        .withEndpoint(URI.create("http://c:4318"))
                        .withRatio(1)
                        .withPropagate(true));

        assertThat(settings)
                .isEqualTo(new ObserveSettings(
                        new LoggingSettings(Format.JSON, Optional.of("WARN"), Map.of("io.tuyere", "DEBUG")),
                        new AccessLogSettings("calls.log", 1, Ids.PLAIN, List.of("x-app"), 64, 1 << 20, 1),
                        new MetricsSettings(1_000),
                        new TracingSettings(Optional.of(URI.create("http://c:4318")), 1, true)));
    }

    @Test
    void badValuesAreRefused() {
        refused(() -> LoggingSettings.defaults().withLevel("loud"), "logging.level must be off, error, warn, info,");
        refused(() -> LoggingSettings.defaults().withLevel("a.b", ""), "logging.levels.a.b must be off, error,");
        refused(() -> ACCESS_LOG.withTo(" "), "access-log.to must be off, stdout or a file");
        refused(() -> ACCESS_LOG.withSample(1.1), "access-log.sample must be 0 to 1, was 1.1");
        refused(() -> ACCESS_LOG.withSample(Double.NaN), "access-log.sample must be 0 to 1, was NaN");
        refused(() -> ACCESS_LOG.withHeader("X-API-Key"), "access-log.headers must not name x-api-key, which holds a");
        refused(ObserveSettingsTest::manyHeaders, "access-log.headers must be at most 20 names");
        refused(() -> ACCESS_LOG.withQueue(63), "access-log.queue must be 64 to 1048576, was 63");
        refused(() -> ACCESS_LOG.withFileBytes(1), "access-log.file-size must be 1MiB to 1024MiB, was 1B");
        refused(() -> ACCESS_LOG.withFiles(101), "access-log.files must be 1 to 100, was 101");
        refused(() -> MetricsSettings.defaults().withTenants(1_001), "metrics.tenants must be 0 to 1000, was 1001");
        refused(() -> TracingSettings.defaults().withRatio(-0.1), "tracing.ratio must be 0 to 1, was -0.1");
    }

    private static AccessLogSettings manyHeaders() {
        return IntStream.range(0, 21).boxed().reduce(ACCESS_LOG, (all, i) -> all.withHeader("x-" + i), (a, b) -> b);
    }

    private static void refused(Supplier<?> setting, String message) {
        assertThatIllegalArgumentException().isThrownBy(setting::get).withMessageStartingWith(message);
    }
}
