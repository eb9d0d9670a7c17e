package io.tuyere.upstream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What the process may retry, by region. Any thread. */
public final class RetryBudgets {
    private final ConcurrentMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    RetryBudget of(String region) {
        return budgets.computeIfAbsent(region, id -> new RetryBudget());
    }
}
