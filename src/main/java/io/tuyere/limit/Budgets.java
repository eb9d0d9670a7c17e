package io.tuyere.limit;

import io.tuyere.core.Tenant.Budget;
import io.tuyere.observe.LimitMeters;
import io.tuyere.observe.LimitMeters.Decision;
import io.tuyere.observe.LimitMeters.Layer;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The accounts of all projects. Any thread. */
public final class Budgets {
    private final LimitMeters meters;
    private final BooleanSupplier dryRun;
    private final LongSupplier nowMillis;
    private final ConcurrentHashMap<String, BudgetAccount> accounts = new ConcurrentHashMap<>();

    /**
     * Accounts without an entry.
     *
     * @param dryRun whether attempts past a budget are only counted
     * @param nowMillis a clock in milliseconds since the epoch
     */
    public Budgets(LimitMeters meters, BooleanSupplier dryRun, LongSupplier nowMillis) {
        this.meters = meters;
        this.dryRun = dryRun;
        this.nowMillis = nowMillis;
    }

    /** The account of a project, by its access id. */
    public BudgetAccount of(String project) {
        BudgetAccount known = accounts.get(project);
        return known != null ? known : accounts.computeIfAbsent(project, id -> new BudgetAccount(id, nowMillis));
    }

    /** The account of a project that was asked for before; null for none, which costs the fleet nothing. */
    public @Nullable BudgetAccount known(String project) {
        return accounts.get(project);
    }

    /** Counts an attempt that is about to go to the cloud, unless it may not: then says why. */
    public @Nullable String spend(BudgetAccount account, @Nullable Budget budget) {
        String refusal = account.spend(budget);
        if (refusal != null && dryRun.getAsBoolean()) {
            meters.decided(Layer.BUDGET, Decision.DRY_RUN);
            account.spendAnyway();
            return null;
        }
        meters.decided(Layer.BUDGET, refusal == null ? Decision.ADMITTED : Decision.REFUSED);
        return refusal;
    }

    /**
     * Drops the accounts of projects that there are no more, once the fleet knows what they used; without a fleet, once
     * the month has turned. A project that comes back has used what it has used.
     */
    public void keep(Predicate<String> projects) {
        accounts.values().removeIf(account -> !projects.test(account.project()) && !account.hasNews());
    }

    /** Every account of a project that there is, and of some that there are no more. */
    public Collection<BudgetAccount> all() {
        return Collections.unmodifiableCollection(accounts.values());
    }

    /** Number of projects whose calls of the month are used up, as the cloud says. */
    public long closed() {
        return accounts.values().stream().filter(BudgetAccount::closed).count();
    }

    /** Takes calls of a project that the cloud closed again, before the month turns. */
    public void reopen(String project) {
        of(project).reopen();
    }

    /** Notes what is used, for forecasts; to be called now and then, at least once an hour. */
    public void observe() {
        accounts.values().forEach(BudgetAccount::observe);
    }
}
