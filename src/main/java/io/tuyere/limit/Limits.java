package io.tuyere.limit;

import io.tuyere.observe.LimitMeters;
import java.util.function.LongSupplier;

/** All limits of a process: plans of tenants, pace of the cloud, budgets of months. Any thread. */
public final class Limits {
    private static final long OBSERVE_MILLIS = 15 * 60_000;

    private final Plans plans;
    private final Pace pace;
    private final Budgets budgets;
    private final LimitMeters meters;
    private volatile boolean dryRun;

    /**
     * Limits that are whole.
     *
     * @param ofPlans hold plans; of the fleet where there is one
     * @param ofPace hold the pace, exactly; of the fleet where there is one
     */
    public Limits(LimitSettings settings, Limiters ofPlans, Limiters ofPace, Clocks clocks, LimitMeters meters) {
        this.meters = meters;
        this.dryRun = settings.dryRun();
        this.plans = new Plans(ofPlans);
        Pace.Shared shared = new Pace.Shared(
                meters, new WaitingRoom(settings.paceQueue()), clocks.alarm, clocks.nanos, this::dryRun);
        this.pace = new Pace(ofPace, Limiters.local(clocks.nanos), shared);
        this.pace.override(settings.pace());
        this.budgets = new Budgets(meters, this::dryRun, clocks.millis);
        clocks.alarm.ring(OBSERVE_MILLIS, () -> observe(clocks.alarm));
    }

    /** Forecasts go by what was used an hour ago and before, whether or not somebody asked then. */
    private void observe(Pace.Alarm alarm) {
        budgets.observe();
        alarm.ring(OBSERVE_MILLIS, () -> observe(alarm));
    }

    /**
     * What time it is.
     *
     * @param nanos nanoseconds since the process began; never goes back and is never negative
     * @param millis milliseconds since the epoch
     * @param alarm wakes calls that wait for their turn
     */
    public record Clocks(LongSupplier nanos, LongSupplier millis, Pace.Alarm alarm) {}

    /** Takes what can change without a restart: {@code dry-run} and {@code pace}. */
    public void apply(LimitSettings settings) {
        dryRun = settings.dryRun();
        pace.override(settings.pace());
    }

    /** What tenants and credentials may. */
    public Plans plans() {
        return plans;
    }

    /** What the cloud takes a second. */
    public Pace pace() {
        return pace;
    }

    /** What projects use of a month. */
    public Budgets budgets() {
        return budgets;
    }

    /** What was decided. */
    public LimitMeters meters() {
        return meters;
    }

    /** Whether limits are only tried out: calls over them are counted, not refused. */
    public boolean dryRun() {
        return dryRun;
    }
}
