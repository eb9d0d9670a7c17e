package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
    @ParameterizedTest
    @CsvSource({"port, port, 0", "prot, port, 1", "ab, ba, 1", "'', abc, 3", "kitten, sitting, 3"})
    void distanceCountsChangedLetters(String left, String right, int expected) {
        assertThat(Spelling.distance(left, right)).isEqualTo(expected);
    }

    @Test
    void hintNamesTheNearestOrAllOrNothing() {
        assertThat(Spelling.hint("max-bdy", List.of("max-body", "port"))).isEqualTo("; did you mean \"max-body\"?");
        assertThat(Spelling.hint("zzz", List.of("port", "host"))).isEqualTo("; known: host, port");
        assertThat(Spelling.hint("zzz", List.of())).isEmpty();
    }
}
