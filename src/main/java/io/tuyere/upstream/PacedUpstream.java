package io.tuyere.upstream;

import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Region;
import io.tuyere.core.Tenant;
import io.tuyere.limit.BudgetAccount;
import io.tuyere.limit.Budgets;
import io.tuyere.limit.Gate;
import io.tuyere.limit.Pace;
import io.tuyere.limit.Turn;
import io.tuyere.observe.Meters;
import io.tuyere.observe.Stage;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * Keeps the cloud's own limits: counts every attempt against the month of its project, lets it wait for its turn at the
 * cloud's pace, and heeds the cloud when it says that calls come too fast or that the month's calls are used up.
 */
final class PacedUpstream implements Upstream {
    /** "Your quota of Trial Edition is used up" (cloud-codes.tsv). */
    private static final int QUOTA_USED_UP = 28841004;

    /** What a call that waited keeps for the cloud's answer, in milliseconds; a quarter of what it has if that is less. */
    private static final long KEPT_MILLIS = 1_000;

    private final Upstream next;
    private final Region region;
    private final Pace pace;
    private final Budgets budgets;
    private final Meters.OfRegion meters;
    private final LongSupplier elapsedMillis;
    private final PathTemplates templates = PathTemplates.builtIn();

    /**
     * Pace and budgets in front of the next.
     *
     * @param elapsedMillis a clock that never goes back, in milliseconds of any origin
     */
    PacedUpstream(
            Upstream next,
            Region region,
            Pace pace,
            Budgets budgets,
            Meters.OfRegion meters,
            LongSupplier elapsedMillis) {
        this.next = next;
        this.region = region;
        this.pace = pace;
        this.budgets = budgets;
        this.meters = meters;
        this.elapsedMillis = elapsedMillis;
    }

    @Override
    public Future<Reply> send(Call call) {
        Tenant tenant = call.tenant();
        if (tenant == null) {
            return next.send(call);
        }
        BudgetAccount account = budgets.of(call.project().accessId());
        String overBudget = budgets.spend(account, tenant.budget());
        if (overBudget != null) {
            return Future.failedFuture(new Failure.OverBudget(overBudget, account.millisLeft()).toException());
        }
        return inTurn(call, tenant)
                .onSuccess(reply -> heed(account, reply))
                .onFailure(cause -> unspend(account, cause));
    }

    private Future<Reply> inTurn(Call call, Tenant tenant) {
        String template = templates.match(call.path()).template();
        Gate gate =
                pace.gate(call.project().accessId(), region.id(), call.method().name(), template);
        if (gate == null) {
            return next.send(call);
        }
        Turn turn = gate.pass(tenant.id(), patienceMillis(call));
        return waited(call, turn).compose(come -> go(call, turn)).onSuccess(reply -> {
            if (reply.envelope().is(CodeClass.THROTTLED)) {
                gate.slowDown();
            }
        });
    }

    private Future<Void> waited(Call call, Turn turn) {
        if (turn.future().isComplete()) {
            return turn.future();
        }
        long began = elapsedMillis.getAsLong();
        Lifetime lifetime = call.lifetime();
        lifetime.trace().enters(Stage.WAIT);
        lifetime.waiting(() -> turn.leave(lifetime.why().toException()));
        return turn.future().andThen(decided -> {
            long millis = elapsedMillis.getAsLong() - began;
            lifetime.waited(millis);
            meters.waitedForPace(millis, lifetime.trace());
        });
    }

    private static long patienceMillis(Call call) {
        long remaining = call.lifetime().remainingMillis();
        return remaining - Math.min(KEPT_MILLIS, remaining / 4);
    }

    private Future<Reply> go(Call call, Turn turn) {
        if (turn.alone()) {
            call.lifetime().decidedAlone();
        }
        if (call.lifetime().over()) {
            turn.giveBack();
            return Future.failedFuture(call.lifetime().why().toException());
        }
        return next.send(call);
    }

    private static void heed(BudgetAccount account, Reply reply) {
        if (reply.envelope().code() != null && reply.envelope().code().code() == QUOTA_USED_UP) {
            account.close();
        } else if (account.closed() && reply.envelope().success()) {
            account.reopen();
        }
    }

    /** Only what left is spent. */
    private static void unspend(BudgetAccount account, Throwable cause) {
        if (cause instanceof FailureException known && !known.failure().mayHaveActed()) {
            account.unspend();
        }
    }
}
