package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import io.tuyere.observe.Meters.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Calls by tenant, where the configuration asks for them. So many tenants as it says have series of their own, in the order of
 * their first calls; all others share {@code other}. Any thread.
 */
public final class TenantMeters {
    private static final String OTHER = "other";

    private final Meters meters;
    private final int most;
    private final ConcurrentMap<String, Map<Outcome, Counter>> tenants = new ConcurrentHashMap<>();

    TenantMeters(Meters meters, int most) {
        this.meters = meters;
        this.most = most;
    }

    /** A call of a tenant ended so. */
    public void ended(String tenant, Outcome outcome) {
        if (most == 0) {
            return;
        }
        Map<Outcome, Counter> known = tenants.get(tenant);
        Map<Outcome, Counter> counters = known == null ? admitted(tenant) : known;
        Objects.requireNonNull(counters.get(outcome), "every outcome is counted")
                .increment();
    }

    /**
     * Registers gauges of how much of their budgets tenants have used.
     *
     * @param usedRatios by tenant and project, of these tenants: those that have series of their own
     */
    public void budgets(Function<Set<String>, Map<List<String>, Double>> usedRatios) {
        if (most > 0) {
            meters.gauges(
                    "tuyere_tenant_budget_used_ratio",
                    "Part used of a tenant's budget",
                    () -> usedRatios.apply(tenants.keySet()),
                    "tenant",
                    "project");
        }
    }

    private synchronized Map<Outcome, Counter> admitted(String tenant) {
        boolean full = tenants.size() >= most && !tenants.containsKey(tenant);
        return tenants.computeIfAbsent(full ? OTHER : tenant, this::counters);
    }

    private Map<Outcome, Counter> counters(String tenant) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    meters.counter("tuyere_tenant_requests_total", "tenant", tenant, "outcome", outcome.label()));
        }
        return counters;
    }
}
