package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.limit.PlanLimit;
import io.tuyere.limit.Plans;
import io.tuyere.limit.Verdict;
import io.tuyere.observe.LimitMeters;
import io.tuyere.observe.LimitMeters.Decision;
import io.tuyere.observe.LimitMeters.Layer;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/**
 * May they? A call of a client that proved itself is counted against the plan of its credential and that of its tenant, token
 * calls included; a refused call counts against neither. Any thread.
 */
public final class Admission {
    private static final Future<Void> ADMITTED = Future.succeededFuture();

    private final Plans plans;
    private final LimitMeters meters;
    private final BooleanSupplier dryRun;

    /**
     * The collaborators it works with.
     *
     * @param dryRun whether calls over a plan are only counted
     */
    public Admission(Plans plans, LimitMeters meters, BooleanSupplier dryRun) {
        this.plans = plans;
        this.meters = meters;
        this.dryRun = dryRun;
    }

    /** Completes when the call may go on, most often at once. */
    Future<Void> admit(Exchange exchange) {
        Client client = exchange.client();
        PlanLimit own = plans.of(client.tenant(), client.credential());
        PlanLimit whole = plans.of(client.tenant());
        if (own == null) {
            return whole == null ? ADMITTED : take(exchange, whole);
        }
        if (whole == null) {
            return take(exchange, own);
        }
        return take(exchange, own).compose(taken -> take(exchange, whole).onFailure(refused -> own.giveBack()));
    }

    /** Counts an admitted call that goes to several regions once for each of them: all or none. */
    Future<Void> admitEach(Exchange exchange, int regions) {
        return admitMore(exchange, regions - 1).onFailure(refused -> giveBack(exchange.client()));
    }

    /** Counts so many calls more: all or none. */
    Future<Void> admitMore(Exchange exchange, int calls) {
        return calls <= 0
                ? ADMITTED
                : admit(exchange)
                        .compose(one ->
                                admitMore(exchange, calls - 1).onFailure(refused -> giveBack(exchange.client())));
    }

    private void giveBack(Client client) {
        PlanLimit own = plans.of(client.tenant(), client.credential());
        PlanLimit whole = plans.of(client.tenant());
        if (own != null) {
            own.giveBack();
        }
        if (whole != null) {
            whole.giveBack();
        }
    }

    private Future<Void> take(Exchange exchange, PlanLimit limit) {
        return limit.take().compose(verdict -> decide(exchange, limit, verdict));
    }

    private Future<Void> decide(Exchange exchange, PlanLimit limit, Verdict verdict) {
        exchange.allowed(new Allowance(limit, verdict));
        if (verdict.admitted()) {
            meters.decided(Layer.PLAN, verdict.degraded() ? Decision.ADMITTED_ALONE : Decision.ADMITTED);
            return ADMITTED;
        }
        if (dryRun.getAsBoolean()) {
            meters.decided(Layer.PLAN, Decision.DRY_RUN);
            return ADMITTED;
        }
        meters.decided(Layer.PLAN, verdict.degraded() ? Decision.REFUSED_ALONE : Decision.REFUSED);
        return Future.failedFuture(new Failure.OverPlan(limit.name(), Math.max(1, verdict.dueMillis())).toException());
    }
}
