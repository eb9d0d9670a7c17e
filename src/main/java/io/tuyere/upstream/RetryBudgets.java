package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the process may retry, by region. Any thread. */
public final class RetryBudgets {
    private final ConcurrentMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    private final Meters meters;

    /** Budgets that are whole. */
    public RetryBudgets(Meters meters) {
        this.meters = meters;
    }

    RetryBudget of(String region) {
        return budgets.computeIfAbsent(region, this::whole);
    }

    private RetryBudget whole(String region) {
        RetryBudget made = new RetryBudget();
        meters.gauge(
                "tuyere_retry_budget_remaining_ratio",
                "Part of the retries that a region may be sent",
                made::remainingRatio,
                "region",
                region);
        return made;
    }
}
