package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class GcraTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void millionASecondIsExact() {
        Gcra rate = Gcra.of(1_000_000, 1_000_000);

        assertThat(rate.intervalNanos()).isEqualTo(1_000);
        assertThat(rate.remaining(0, SECOND)).isEqualTo(1_000_000);
        assertThat(rate.next(0, SECOND, 1_000_000)).isEqualTo(2 * SECOND);
        assertThat(rate.next(2 * SECOND, SECOND + 999, 1)).isEqualTo(Gcra.REFUSED);
        assertThat(rate.next(2 * SECOND, SECOND + 1_000, 1)).isEqualTo(2 * SECOND + 1_000);
    }

    @Test
    void thousandMillionASecondIsNotRoundedToNothing() {
        assertThat(Gcra.of(1e9, 1).intervalNanos()).isEqualTo(1);
    }

    @Test
    void rateBelowOneASecondHasNoTrickToIt() {
        Gcra rate = Gcra.of(0.1, 1);

        long arrival = rate.next(0, 0, 1);

        assertThat(arrival).isEqualTo(10 * SECOND);
        assertThat(rate.dueNanos(arrival, SECOND)).isEqualTo(9 * SECOND);
        assertThat(rate.next(arrival, 10 * SECOND - 1, 1)).isEqualTo(Gcra.REFUSED);
        assertThat(rate.next(arrival, 10 * SECOND, 1)).isEqualTo(20 * SECOND);
    }

    @Test
    void wholeBurstIsThereAfterRest() {
        Gcra rate = Gcra.of(10, 5);
        long arrival = rate.next(0, 0, 5);

        assertThat(rate.remaining(arrival, 0)).isZero();
        assertThat(rate.remaining(arrival, SECOND / 10)).isEqualTo(1);
        assertThat(rate.remaining(arrival, SECOND / 2)).isEqualTo(5);
        assertThat(rate.remaining(arrival, 100 * SECOND)).isEqualTo(5);
        assertThat(rate.dueNanos(arrival, SECOND / 2)).isZero();
    }

    @Test
    void permitThatComesBackCanBeHadAgainButNeverMoreThanTheBurst() {
        Gcra rate = Gcra.of(10, 5);
        long arrival = rate.next(0, 0, 2);

        assertThat(rate.remaining(rate.returned(arrival, 0, 1), 0)).isEqualTo(4);
        assertThat(rate.remaining(rate.returned(arrival, 0, 9), 0)).isEqualTo(5);
    }

    @Test
    void slowedRateIsThatPartOfIt() {
        assertThat(Gcra.of(4, 1).slowed(500)).isEqualTo(Gcra.of(2, 1));
        assertThat(Gcra.of(4, 1).slowed(1_000)).isEqualTo(Gcra.of(4, 1));
    }

    @Test
    void sharesAddUpToNoMoreThanTheWhole() {
        assertThat(Gcra.of(100, 10).shared(2)).isEqualTo(Gcra.of(50, 5));
        assertThat(Gcra.of(5, 1).shared(3).burst()).isEqualTo(1);
    }

    @Test
    void burstThatTakesYearsToComeBackIsNoRate() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Gcra(SECOND, 3_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new Gcra(0, 1));
    }
}
