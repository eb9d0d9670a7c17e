package io.tuyere.gateway;

import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.limit.BudgetAccount;
import io.tuyere.limit.Budgets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How the budgets of tenants stand, in numbers. Projects that this process has not called are left out: others tell of them, and an
 * account for each would have to be exchanged with the fleet. Any thread.
 */
public final class BudgetForecast {
    private final Budgets budgets;
    private final Supplier<Directory> directory;

    /** The forecast for whatever tenants there are when it is asked. */
    public BudgetForecast(Budgets budgets, Supplier<Directory> directory) {
        this.budgets = budgets;
        this.directory = directory;
    }

    private record Standing(BudgetAccount account, Budget budget) {
        double usedRatio() {
            return (double) account.used() / budget.callsPerMonth();
        }

        boolean runsOut() {
            return account.runsOutMillis(budget.callsPerMonth()) >= 0;
        }
    }

    /** Part used of the budget of which most is used; above 1 where it is past, 0 without any budget. */
    public double mostUsedRatio() {
        return standings().mapToDouble(Standing::usedRatio).max().orElse(0);
    }

    /** Number of budgets that are used up before the month turns, if calls go on as in the last day. */
    public long runningOut() {
        return standings().filter(Standing::runsOut).count();
    }

    /** Part used of the budget of each of these tenants, by tenant and project. */
    public Map<List<String>, Double> usedRatios(Set<String> tenants) {
        Map<List<String>, Double> ratios = new HashMap<>();
        Map<String, Tenant> known = directory.get().tenants();
        for (String id : tenants) {
            Tenant tenant = known.get(id);
            if (tenant != null) {
                standings(tenant)
                        .forEach(standing -> ratios.put(List.of(id, standing.account.project()), standing.usedRatio()));
            }
        }
        return ratios;
    }

    private Stream<Standing> standings() {
        return directory.get().tenants().values().stream().flatMap(this::standings);
    }

    private Stream<Standing> standings(Tenant tenant) {
        Budget budget = tenant.budget();
        if (budget == null) {
            return Stream.empty();
        }
        return tenant.regions().stream()
                .flatMap(region -> tenant.accessIds(region).stream())
                .distinct()
                .map(budgets::known)
                .flatMap(Stream::ofNullable)
                .map(account -> new Standing(account, budget));
    }
}
