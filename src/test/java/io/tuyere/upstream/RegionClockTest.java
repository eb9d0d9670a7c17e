package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionClockTest {
    private static final long HOUR = 3_600_000;

    private long now = 1_700_000_000_000L;
    private final RegionClock clock = new RegionClock(() -> now);

    /** An answer with this {@code t}, after a journey of so many milliseconds. */
    private void answer(long aheadMillis, long roundTripMillis) {
        long sent = now;
        now += roundTripMillis;
        clock.observe(sent + roundTripMillis / 2 + aheadMillis, sent);
    }

    @Test
    void firstTimeIsOurs() {
        assertThat(clock.millis()).isEqualTo(now);
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR, -HOUR})
    void correctionIsTakenAtOnce(long aheadMillis) {
        clock.correct(now + aheadMillis);

        assertThat(clock.offsetMillis()).isEqualTo(aheadMillis);
        now += 5_000;
        assertThat(clock.millis()).isEqualTo(now + aheadMillis);
    }

    @Test
    void correctionWithoutATimeChangesNothing() {
        clock.correct(0);
        clock.correct(-1);

        assertThat(clock.offsetMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000, -60_000})
    void answersDrawTheClockNear(long aheadMillis) {
        for (int i = 0; i < 100; i++) {
            answer(aheadMillis, 40);
        }

        assertThat(clock.offsetMillis()).isBetween(aheadMillis - 30, aheadMillis + 30);
    }

    @Test
    void differenceThatTheJourneyExplainsIsNone() {
        answer(20, 40);
        answer(-20, 40);

        assertThat(clock.offsetMillis()).isZero();
    }

    @Test
    void slowOrTimelessAnswersTeachNothing() {
        answer(HOUR, 2_001);
        clock.observe(0, now);
        clock.observe(now + HOUR, now + 1); // our own clock was set back meanwhile

        assertThat(clock.offsetMillis()).isZero();
    }
}
