package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Project;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.limit.BudgetAccount;
import io.tuyere.limit.Budgets;
import io.tuyere.observe.Meters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetForecastTest {
    private static final Budget BUDGET = new Budget(10, false);

    private final Budgets budgets = new Budgets(
            new Meters().limits(),
            () -> false,
            () -> Instant.parse("2026-11-10T00:00:00Z").toEpochMilli());
    private final Directory directory =
            new Directory(RegionTable.builtIn(), CountryTable.builtIn(), List.of(tenant("busy"), tenant("quiet")));
    private final BudgetForecast forecast = new BudgetForecast(budgets, () -> directory);

    private static Tenant tenant(String id) {
        Project project = new Project("project-of-" + id, Secret.of("s"));
        return new Tenant(id, "eu", List.of("eu"), false, Map.of(), Map.of("eu", project), List.of(), null, BUDGET);
    }

    /** With 10,000 tenants, every scrape once made so many accounts, each of which was told to Redis. */
    @Test
    void lookingMakesNoAccounts() {
        assertThat(forecast.mostUsedRatio()).isZero();
        assertThat(forecast.runningOut()).isZero();
        assertThat(forecast.usedRatios(Set.of("busy", "quiet"))).isEmpty();

        assertThat(budgets.all()).isEmpty();
    }

    @Test
    void projectsThatWereCalledAreTold() {
        BudgetAccount account = budgets.of("project-of-busy");
        for (int i = 0; i < 4; i++) {
            assertThat(budgets.spend(account, BUDGET)).isNull();
        }

        assertThat(forecast.mostUsedRatio()).isEqualTo(0.4);
        assertThat(forecast.usedRatios(Set.of("busy", "quiet", "gone")))
                .containsExactly(entry(List.of("busy", "project-of-busy"), 0.4));
    }
}
