package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Tenant.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanLimitTest {
    @ParameterizedTest
    @CsvSource({
        "5, 5, 5, 1",
        "200, 400, 400, 2",
        "1000000, 1000000, 1000000, 1",
        "10, 3, 10, 1",
        "0.5, 1, 1, 2",
        "3, 10, 12, 4",
        "0.3, 1, 1, 4",
    })
    void planIsToldAsQuotaAndWindowOfWholeSeconds(double perSecond, int burst, long quota, long window) {
        assertThat(limit(perSecond, burst).policy()).isEqualTo("\"tenant\";q=" + quota + ";w=" + window);
    }

    @Test
    void stateIsToldInWholeSecondsRoundedUp() {
        PlanLimit limit = limit(5, 5);

        assertThat(limit.state(new Verdict(true, 4, 200_000_000, false))).isEqualTo("\"tenant\";r=4;t=1");
        assertThat(limit.state(new Verdict(false, 0, 1_000_000_001, false))).isEqualTo("\"tenant\";r=0;t=2");
        assertThat(limit.state(new Verdict(true, 5, 0, false))).isEqualTo("\"tenant\";r=5;t=0");
    }

    private static PlanLimit limit(double perSecond, int burst) {
        Plan plan = new Plan(perSecond, burst);
        return new PlanLimit(
                "tenant", plan, "acme", "{acme}:plan", new LocalLimiter(Gcra.of(perSecond, burst), () -> 0));
    }
}
