package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTest {
    private static final long LIMIT = 10_000;

    @Test
    void callWithoutTheHeaderHasTheLimit() {
        assertThat(RequestTimeout.millis(null, LIMIT)).isEqualTo(LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "0.5, 500",
        "2s, 2000",
        "0.25 s, 250",
        "1500ms, 1500",
        "1500 ms, 1500",
        "1.9ms, 1",
        "0.0001, 1",
        "'  3  ', 3000",
        "1e1, 10000",
        "10, 10000",
        "10.001, 10000",
        "60s, 10000",
        "99999999999999, 10000"
    })
    void clientMayShortenItsTime(String header, long millis) {
        assertThat(RequestTimeout.millis(header, LIMIT)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "ms",
                "0",
                "-1",
                "-1ms",
                "soon",
                "5m",
                "1h",
                "1,5",
                "1 2",
                "NaN",
                "Infinity",
                "0x10",
                "1e999999999",
                "1e-999999999",
                "11111111111111111",
                "1s2"
            })
    void whatIsNoTimeIsRefused(String header) {
        assertThatThrownBy(() -> RequestTimeout.millis(header, LIMIT))
                .isInstanceOf(FailureException.class)
                .hasMessage("bad-request");
    }
}
