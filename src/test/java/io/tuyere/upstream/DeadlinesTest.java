package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    private static final int TICK_MILLIS = 50;

    private final Ticker ticker = new Ticker();
    private final Deadlines deadlines = new Deadlines(ticker.vertx());
    private final List<Failure> ends = new ArrayList<>();

    private Lifetime started(long limitMillis) {
        Lifetime lifetime = new Lifetime(limitMillis, ends::add);
        deadlines.start(lifetime);
        return lifetime;
    }

    /** The first tick may come at once, so that as many ticks as fit into the limit are one too few. */
    @ParameterizedTest
    @ValueSource(longs = {1, 49, 50, 51, 99, 100, 300, 10_000, 25_499, 25_500, 25_550, 25_600, 45_001})
    void callEndsNeverEarlyAndAtMostTwoTicksLate(long limitMillis) {
        Lifetime lifetime = started(limitMillis);
        int ticks = 0;

        while (!lifetime.over()) {
            ticker.tick();
            ticks++;
        }

        assertThat((ticks - 1) * TICK_MILLIS).isGreaterThanOrEqualTo((int) limitMillis);
        assertThat(ticks * TICK_MILLIS).isLessThan((int) limitMillis + 2 * TICK_MILLIS);
        assertThat(ends).containsExactly(new Failure.Deadline(Duration.ofMillis(limitMillis), false));
    }

    @Test
    void deadlineTellsWhetherBytesWereOnTheWay() {
        started(20).sending(() -> {});

        ticks(3);

        assertThat(ends).containsExactly(new Failure.Deadline(Duration.ofMillis(20), true));
    }

    @Test
    void stoppedClockEndsNothing() {
        Lifetime first = started(40);
        Lifetime second = started(40);
        Lifetime third = started(40);

        deadlines.stop(second);
        deadlines.stop(second);
        deadlines.stop(new Lifetime(40, ends::add));
        ticks(5);

        assertThat(second.over()).isFalse();
        assertThat(first.over()).isTrue();
        assertThat(third.over()).isTrue();
        assertThat(deadlines.running()).isZero();
    }

    @Test
    void timerRunsOnWithoutCalls() {
        deadlines.stop(started(1_000));
        ticks(1_000);

        Lifetime later = started(50);
        ticks(2);

        assertThat(later.over()).isTrue();
    }

    /** Ending one call took the next out of the list while it was gone through, and the rest stayed for another round. */
    @Test
    void endOfOneCallMayStopTheClocksOfOthers() {
        Lifetime last = started(20);
        Lifetime bystander = started(20);
        Lifetime first = new Lifetime(20, why -> {
            deadlines.stop(bystander);
            bystander.complete();
        });
        deadlines.start(first);

        ticks(2);

        assertThat(first.over()).isTrue();
        assertThat(last.over()).isTrue();
        assertThat(ends).hasSize(1);
        assertThat(deadlines.running()).isZero();
    }

    @Test
    void endOfOneCallMayStartAnother() {
        deadlines.start(new Lifetime(20, why -> deadlines.start(new Lifetime(20, ends::add))));

        ticks(2);
        assertThat(ends).isEmpty();
        ticks(2);

        assertThat(ends).hasSize(1);
    }

    @Test
    void callWhoseEndFailsDoesNotKeepTheOthersAlive() {
        Lifetime other = started(20);
        deadlines.start(new Lifetime(20, why -> {
            throw new IllegalStateException("a bug");
        }));
        ticks(1);

        assertThatThrownBy(ticker::tick).hasMessage("a bug");
        ticks(1);

        assertThat(other.over()).isTrue();
        assertThat(deadlines.running()).isZero();
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            ticker.tick();
        }
    }
}
