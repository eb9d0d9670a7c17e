package io.tuyere;

import io.tuyere.gateway.BudgetForecast;
import io.tuyere.observe.Meters;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.LoopLag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The gauges of what the process shares. */
final class ProcessGauges {
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Wiring process;
    private final Meters meters;

    ProcessGauges(Wiring process) {
        this.process = process;
        this.meters = process.meters;
    }

    void register() {
        meters.gauge(
                "tuyere_deadlines_running",
                "Calls and token calls whose time runs",
                () -> process.running.stream().mapToInt(Deadlines::running).sum());
        meters.gauge("tuyere_body_bytes", "Bytes of request bodies that are held", process.bodyMemory::held);
        meters.gauge("tuyere_connections", "Connections of clients", process.doors::inside);
        meters.gauge("tuyere_tunnels", "Tunnels that are open", process.tunnels::open);
        meters.gauge("tuyere_tokens_held", "Tokens of the cloud held in this process", process.tokens::size);
        meters.gauges(
                "tuyere_token_least_remaining_seconds",
                "Time left to the token of a region that ends first of those that live",
                this::leastRemainingSeconds,
                "region");
        meters.gauge(
                "tuyere_fanout_held_bytes",
                "Bytes of answers that are held to be put together with others",
                process.fanOutBytes::held);
        meters.gauge("tuyere_event_loop_lag_seconds", "How late the latest event loop is", this::lagSeconds);
        meters.gauge(
                "tuyere_regions_learned", "Devices, users and homes whose region is remembered", process.learned::size);
        process.stored.ifPresent(kept -> meters.gauge(
                "tuyere_tenants_skipped", "Tenants in Redis that cannot be read", kept.feed()::skippedCount));
        meters.gauge(
                "tuyere_jwks_troubled",
                "Key sets of identity providers that could not be had when last tried",
                process.identityProviders.keys()::troubled);
        meters.gauge("tuyere_tenants", "Tenants that are known", process::tenants);
        meters.gauge("tuyere_config_generation", "Number of the configuration in force", process.generations::inForce);
        limitGauges();
    }

    private void limitGauges() {
        process.fleet.ifPresent(known -> meters.gauge(
                "tuyere_limit_instances", "Instances that share limits, as this one knows", known::instances));
        meters.gauge(
                "tuyere_pace_waiting", "Calls that wait for their turn at the cloud", process.limits.pace()::waiting);
        BudgetForecast forecast = new BudgetForecast(process.limits.budgets(), process.directory);
        meters.gauge(
                "tuyere_budget_used_ratio", "Part used of the budget of which most is used", forecast::mostUsedRatio);
        meters.gauge(
                "tuyere_budgets_running_out",
                "Budgets used up before the month turns, if calls go on as in the last day",
                forecast::runningOut);
        process.tenantMeters.budgets(forecast::usedRatios);
        meters.gauge(
                "tuyere_budgets_closed",
                "Projects whose calls of the month are used up, as the cloud says",
                () -> process.limits.budgets().closed());
    }

    private Map<List<String>, Double> leastRemainingSeconds() {
        return process.tokens.leastRemainingMillis().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> List.of(entry.getKey()), entry -> entry.getValue() / MILLIS_PER_SECOND));
    }

    private double lagSeconds() {
        return process.lags.stream().mapToLong(LoopLag::millis).max().orElse(0) / MILLIS_PER_SECOND;
    }
}
