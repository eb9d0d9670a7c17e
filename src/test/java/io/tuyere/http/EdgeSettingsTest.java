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

class EdgeSettingsTest {
    @Test
    void defaults() {
        assertThat(EdgeSettings.defaults())
                .isEqualTo(new EdgeSettings(
                        100, Duration.ofSeconds(10), Duration.ofSeconds(30), 512, Duration.ofSeconds(10), 100));
    }

    @Test
    void everyKeySet() {
        EdgeSettings limits = EdgeSettings.defaults()
                .withMaxFields(10)
                .withHeaderTimeout(Duration.ofSeconds(1))
                .withBodyTimeout(Duration.ofSeconds(2))
                .withMinBodyRate(0)
                .withWriteTimeout(Duration.ofSeconds(3))
                .withMaxStreams(1);

        assertThat(limits)
                .isEqualTo(new EdgeSettings(
                        10, Duration.ofSeconds(1), Duration.ofSeconds(2), 0, Duration.ofSeconds(3), 1));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void eachBadValueIsRefused(String key, UnaryOperator<EdgeSettings> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(EdgeSettings.defaults()))
                .withMessageStartingWith(key + " must");
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                bad("server.max-header-fields", limits -> limits.withMaxFields(9)),
                bad("server.max-header-fields", limits -> limits.withMaxFields(1001)),
                bad("server.header-timeout", limits -> limits.withHeaderTimeout(Duration.ofMillis(999))),
                bad("server.header-timeout", limits -> limits.withHeaderTimeout(Duration.ofSeconds(601))),
                bad("server.body-timeout", limits -> limits.withBodyTimeout(Duration.ZERO)),
                bad("server.body-timeout", limits -> limits.withBodyTimeout(Duration.ofSeconds(3601))),
                bad("server.min-body-rate", limits -> limits.withMinBodyRate(-1)),
                bad("server.min-body-rate", limits -> limits.withMinBodyRate(1024 * 1024 + 1)),
                bad("server.write-timeout", limits -> limits.withWriteTimeout(Duration.ZERO)),
                bad("server.write-timeout", limits -> limits.withWriteTimeout(Duration.ofSeconds(601))),
                bad("server.max-streams", limits -> limits.withMaxStreams(0)),
                bad("server.max-streams", limits -> limits.withMaxStreams(1001)));
    }

    private static Arguments bad(String key, UnaryOperator<EdgeSettings> change) {
        return Arguments.of(key, change);
    }
}
