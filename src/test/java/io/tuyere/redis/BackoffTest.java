package io.tuyere.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(() -> 1.0);

        long[] pauses = LongStream.range(0, 8).map(i -> backoff.nextMillis()).toArray();

        assertThat(pauses).containsExactly(50, 100, 200, 400, 800, 1_600, 2_000, 2_000);
    }

    @Test
    void jitterTakesUpToHalf() {
        assertThat(new Backoff(() -> 0.0).nextMillis()).isEqualTo(25);
        assertThat(new Backoff(() -> 0.5).nextMillis()).isBetween(37L, 38L);
    }

    @Test
    void pausesAreShortAgainAfterAReset() {
        Backoff backoff = new Backoff(() -> 1.0);
        assertThat(LongStream.range(0, 5).map(i -> backoff.nextMillis()).max()).hasValue(800);

        backoff.reset();

        assertThat(backoff.nextMillis()).isEqualTo(50);
    }
}
