package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.support.TurnedClock;
import io.tuyere.upstream.BreakerState.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private static final Breaker.Cause CROSS_REGION = new Breaker.Cause("cross-region access is not allowed", 2007);

    private final TurnedClock clock = new TurnedClock();
    private final List<Position> positions = new ArrayList<>();
    private final Breaker breaker = new Breaker(
            BreakerKey.access("us", "project"), BreakerRule.REFUSALS, clock, (it, position) -> positions.add(position));

    @Test
    void threeRefusalsInARowOpenIt() {
        bad();
        bad();
        assertThat(breaker.tryAcquire()).isNotNull();

        bad();

        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.state())
                .isEqualTo(new BreakerState(
                        BreakerKey.access("us", "project"),
                        Position.OPEN,
                        "cross-region access is not allowed",
                        2007,
                        30_000,
                        0));
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        bad();
        bad();
        settle(Verdict.GOOD);
        bad();
        bad();

        assertThat(breaker.position()).isEqualTo(Position.CLOSED);
    }

    @Test
    void whatSaysNothingIsNotCounted() {
        for (int i = 0; i < 100; i++) {
            settle(Verdict.NONE);
        }
        bad();
        settle(Verdict.NONE);
        bad();
        settle(Verdict.NONE);
        bad();

        assertThat(breaker.position()).isEqualTo(Position.OPEN);
    }

    @Test
    void oneProbePassesAfterThePause() {
        open();
        clock.pass(Duration.ofMillis(30_001));

        Breaker.Permit probe = breaker.tryAcquire();

        assertThat(probe).isNotNull();
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.position()).isEqualTo(Position.PROBING);
    }

    @Test
    void aGoodProbeClosesIt() {
        open();
        clock.pass(Duration.ofMillis(30_001));

        settle(Verdict.GOOD);

        assertThat(positions).containsExactly(Position.OPEN, Position.PROBING, Position.CLOSED);
    }

    @Test
    void eachBadProbeDoublesThePauseUpToTenMinutes() {
        open();

        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(breaker.probeInMillis() / 1000);
            clock.pass(Duration.ofMillis(breaker.probeInMillis() + 1));
            bad();
        }

        assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
    }

    @Test
    void aProbeThatShowsNothingLeavesItsPlaceToTheNext() {
        open();
        clock.pass(Duration.ofMillis(30_001));

        settle(Verdict.NONE);

        assertThat(breaker.tryAcquire()).isNotNull();
        assertThat(breaker.tryAcquire()).isNull();
    }

    @Test
    void aProbeThatNeverEndsCountsAsFailed() {
        open();
        clock.pass(Duration.ofMillis(30_001));
        Breaker.Permit lost = breaker.tryAcquire();

        clock.pass(Duration.ofSeconds(30));

        assertThat(lost).isNotNull();
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(breaker.position()).isEqualTo(Position.OPEN);
        assertThat(breaker.probeInMillis()).isEqualTo(60_000);
    }

    @Test
    void theLateSuccessOfAnOldCallClosesNothing() {
        Breaker.Permit old = Objects.requireNonNull(breaker.tryAcquire());
        open();
        clock.pass(Duration.ofMillis(30_001));
        Breaker.Permit probe = breaker.tryAcquire();

        old.settle(Verdict.GOOD, Breaker.Cause.NONE);

        assertThat(probe).isNotNull();
        assertThat(breaker.position()).isEqualTo(Position.PROBING);
    }

    @Test
    void theLateReturnOfAnOldCallFreesNoPlaceForASecondProbe() {
        Breaker.Permit old = Objects.requireNonNull(breaker.tryAcquire());
        open();
        clock.pass(Duration.ofMillis(30_001));
        Breaker.Permit probe = breaker.tryAcquire();

        old.settle(Verdict.NONE, Breaker.Cause.NONE);

        assertThat(probe).isNotNull();
        assertThat(breaker.tryAcquire()).isNull();
    }

    @Test
    void aPermitCountsOnce() {
        Breaker.Permit permit = Objects.requireNonNull(breaker.tryAcquire());

        for (int i = 0; i < 3; i++) {
            permit.settle(Verdict.BAD, CROSS_REGION);
        }

        assertThat(breaker.position()).isEqualTo(Position.CLOSED);
    }

    @Test
    void theOperatorMayHoldItOpenOrClosedAndLetGo() {
        breaker.holdOpen();
        assertThat(breaker.tryAcquire()).isNull();
        clock.pass(Duration.ofHours(1));
        assertThat(breaker.tryAcquire()).isNull();

        breaker.holdClosed();
        for (int i = 0; i < 10; i++) {
            bad();
        }
        assertThat(breaker.tryAcquire()).isNotNull();

        breaker.reset();
        open();
        assertThat(breaker.tryAcquire()).isNull();
        assertThat(positions).containsExactly(Position.HELD_OPEN, Position.HELD_CLOSED, Position.CLOSED, Position.OPEN);
    }

    @Test
    void holdingTwiceChangesNothing() {
        breaker.holdOpen();
        breaker.holdOpen();
        assertThat(breaker.position()).isEqualTo(Position.HELD_OPEN);

        breaker.holdClosed();
        breaker.holdClosed();
        assertThat(breaker.position()).isEqualTo(Position.HELD_CLOSED);
        assertThat(positions).containsExactly(Position.HELD_OPEN, Position.HELD_CLOSED);
    }

    @Test
    void theProbeThatWasOutWhenTheOperatorTookHoldChangesNothing() {
        open();
        clock.pass(Duration.ofMillis(30_001));
        Breaker.Permit probe = Objects.requireNonNull(breaker.tryAcquire());
        breaker.holdOpen();

        probe.settle(Verdict.GOOD, Breaker.Cause.NONE);

        assertThat(breaker.position()).isEqualTo(Position.HELD_OPEN);
    }

    @Test
    void itTellsForHowLongItStandsSo() {
        assertThat(breaker.state().sinceMillis()).isZero();
        open();

        clock.pass(Duration.ofSeconds(12));

        assertThat(breaker.state().sinceMillis()).isEqualTo(12_000);
        assertThat(breaker.state().probeInMillis()).isEqualTo(18_000);
    }

    private void open() {
        bad();
        bad();
        bad();
    }

    private void bad() {
        settle(Verdict.BAD);
    }

    private void settle(Verdict verdict) {
        Objects.requireNonNull(breaker.tryAcquire()).settle(verdict, CROSS_REGION);
    }
}
