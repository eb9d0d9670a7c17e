package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget();

    @Test
    void aQuietRegionHasAReserve() {
        assertThat(taken(100)).isEqualTo(20);
    }

    @Test
    void fiveCallsPayForOneRetry() {
        int reserve = taken(100);
        for (int i = 0; i < 50; i++) {
            budget.called();
        }

        assertThat(reserve).isEqualTo(20);
        assertThat(taken(100)).isEqualTo(10);
    }

    @Test
    void whatIsNotUsedDoesNotPileUp() {
        for (int i = 0; i < 100_000; i++) {
            budget.called();
        }

        assertThat(taken(100)).isEqualTo(20);
    }

    private int taken(int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += budget.tryTake() ? 1 : 0;
        }
        return taken;
    }
}
