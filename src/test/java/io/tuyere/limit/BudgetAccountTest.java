package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tuyere.core.Tenant.Budget;
import io.tuyere.support.Crowd;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BudgetAccountTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final Budget TEN = new Budget(10, true);

    private final AtomicLong now =
            new AtomicLong(Instant.parse("2026-11-10T00:00:00Z").toEpochMilli());
    private final BudgetAccount account = new BudgetAccount("p", now::get);

    @Test
    void callsPastTheBudgetAreRefusedWhereItStops() {
        spend(10, TEN);

        assertThat(account.spend(TEN)).contains("10 calls a month");
        assertThat(account.spend(new Budget(10, false))).isNull();
        assertThat(account.used()).isEqualTo(11);
    }

    @Test
    void callsAtOnceDoNotPassTheBudget() {
        Budget budget = new Budget(1_000, true);

        int spent = Crowd.of(8, thread -> {
                    int own = 0;
                    for (int i = 0; i < 500; i++) {
                        own += account.spend(budget) == null ? 1 : 0;
                    }
                    return own;
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(spent).isEqualTo(1_000);
    }

    @Test
    void monthTurnsAtMidnightUtc() {
        spend(10, TEN);
        account.close();
        assertThat(account.month()).isEqualTo("2026-11");
        assertThat(account.millisLeft()).isEqualTo(21 * DAY);

        now.addAndGet(21 * DAY - 1);
        assertThat(account.used()).isEqualTo(10);
        now.incrementAndGet();

        assertThat(account.month()).isEqualTo("2026-12");
        assertThat(account.used()).isZero();
        assertThat(account.closed()).isFalse();
        assertThat(account.spend(TEN)).isNull();
    }

    @Test
    void attemptThatDidNotLeaveIsNotSpent() {
        spend(1, TEN);

        account.unspend();

        assertThat(account.used()).isZero();
    }

    @Test
    void projectThatTheCloudClosedIsTriedOnceInTenMinutesUntilReopened() {
        account.close();

        assertThat(account.spend(null)).contains("the cloud says");
        now.addAndGet(600_000);
        assertThat(account.spend(null)).isNull();
        assertThat(account.spend(null)).isNotNull();
        account.reopen();
        assertThat(account.spend(null)).isNull();
    }

    @Test
    void forecastGoesByTheLastDay() {
        Budget budget = new Budget(2_000, false);
        for (int hour = 0; hour < 48; hour++) {
            spend(hour < 24 ? 20 : 10, budget);
            now.addAndGet(HOUR);
            account.observe();
        }

        assertThat(account.perDay().orElseThrow()).isCloseTo(240, within(15.0));
        long left = 2_000 - account.used();
        assertThat((double) (account.runsOutMillis(2_000) - now.get()) / DAY).isCloseTo(left / 240.0, within(0.5));
        assertThat(account.runsOutMillis(100_000)).as("the month turns first").isEqualTo(-1);
        assertThat(account.runsOutMillis(100)).isEqualTo(now.get());
    }

    @Test
    void accountWithoutCallsNeverRunsOut() {
        assertThat(account.runsOutMillis(1)).isEqualTo(-1);
        now.addAndGet(HOUR);
        assertThat(account.perDay()).hasValue(0);
        assertThat(account.runsOutMillis(1)).isEqualTo(-1);
    }

    /** The first calls of a process once made a forecast of millions a day. */
    @Test
    void nothingIsForetoldByLessThanAnHour() {
        spend(100, new Budget(200, false));
        now.addAndGet(HOUR - 1);

        assertThat(account.perDay()).isEmpty();
        assertThat(account.runsOutMillis(200)).isEqualTo(-1);
        assertThat(account.runsOutMillis(100)).as("it is used up").isEqualTo(now.get());

        now.incrementAndGet();
        assertThat(account.perDay()).hasValue(2_400);
        assertThat(account.runsOutMillis(200)).isEqualTo(now.get() + HOUR);
    }

    @Test
    void forecastGoesOnAcrossTheTurnOfTheMonth() {
        Budget budget = new Budget(2_000, false);
        now.set(Instant.parse("2026-11-30T00:00:00Z").toEpochMilli());
        account.observe();
        for (int hour = 0; hour < 24; hour++) {
            spend(10, budget);
            now.addAndGet(HOUR);
            account.observe();
        }
        assertThat(account.month()).isEqualTo("2026-12");

        now.addAndGet(60_000);

        assertThat(account.used()).isZero();
        assertThat(account.perDay().orElseThrow()).isCloseTo(240, within(15.0));
    }

    @Test
    void whatOthersUsedBeforeIsNoRate() {
        BudgetAccount.Due due = account.due();
        now.addAndGet(HOUR / 2);
        account.told(due, 500_000, false);

        now.addAndGet(HOUR - 1);
        assertThat(account.perDay()).isEmpty();
        now.incrementAndGet();
        assertThat(account.perDay()).hasValue(0);
    }

    @Test
    void whatTheFleetUsedAddsToWhatWasNotSaidYet() {
        spend(3, TEN);
        BudgetAccount.Due due = account.due();
        spend(2, TEN);
        assertThat(due.calls()).isEqualTo(3);
        assertThat(account.used()).isEqualTo(5);

        account.told(due, 7, false);

        assertThat(account.used()).isEqualTo(9);
        assertThat(account.due().calls()).isEqualTo(2);
        assertThat(account.spend(TEN)).isNull();
        assertThat(account.spend(TEN)).isNotNull();
    }

    @Test
    void whatTheCloudToldOneIsHeededByAll() {
        account.told(account.due(), 0, true);
        assertThat(account.closed()).isTrue();

        account.reopen();
        BudgetAccount.Due due = account.due();
        assertThat(due.closing()).isEqualTo(-1);
        account.told(due, 0, false);

        assertThat(account.closed()).isFalse();
        assertThat(account.due().closing()).isZero();
    }

    @Test
    void whatHappensHereWhileTheFleetIsToldIsNotUndone() {
        BudgetAccount.Due due = account.due();
        account.close();

        account.told(due, 0, false);

        assertThat(account.closed()).isTrue();
        assertThat(account.due().closing()).isEqualTo(1);
    }

    @Test
    void answerThatComesAfterTheMonthTurnedIsForgotten() {
        spend(3, TEN);
        BudgetAccount.Due due = account.due();
        now.addAndGet(21 * DAY);

        account.told(due, 7, false);

        assertThat(account.used()).isZero();
    }

    private void spend(int calls, Budget budget) {
        for (int i = 0; i < calls; i++) {
            assertThat(account.spend(budget)).isNull();
        }
    }
}
