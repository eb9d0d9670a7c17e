package io.tuyere.limit;

import io.tuyere.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What holds limits together across a fleet: the ledger in Redis, this instance's leases on it, and its accounts. While Redis is
 * lost, plans and pace go on with this instance's share, accounts with what they know. Any thread.
 */
public final class FleetLimits {
    private static final int BEAT_MILLIS = 1_000;

    private final Vertx vertx;
    private final RedisLink link;
    private final RedisLedger ledger;
    private final Leases leases;
    private final List<Long> timers = new ArrayList<>();

    /** Limits of an instance that nobody knows of yet. */
    public FleetLimits(Vertx vertx, RedisLink link, LimitSettings settings, Limits.Clocks clocks) {
        this.vertx = vertx;
        this.link = link;
        this.ledger = new RedisLedger(link, UUID.randomUUID().toString());
        this.leases = new Leases(
                new Leases.Terms(ledger, settings.precision(), settings.redisWait(), clocks.alarm(), clocks.nanos()));
    }

    /** Limiters that hold batches of permits, so that a usual call asks nobody. */
    public Limiters leased() {
        return leases;
    }

    /** Limiters that hold nothing: every call asks. */
    public Limiters exact() {
        return leases.exact();
    }

    /** Instances that live, this one included. */
    public int instances() {
        return ledger.instances();
    }

    /** Says that this instance lives, and begins to share what accounts count; completes after the first try, and does not fail. */
    public Future<Void> start(Budgets budgets) {
        RedisBudgets shared = new RedisBudgets(link, budgets);
        timers.add(vertx.setPeriodic(leases.sweepMillis(), due -> leases.sweep()));
        timers.add(vertx.setPeriodic(BEAT_MILLIS, due -> beat(shared).onComplete(done -> {})));
        return beat(shared).otherwiseEmpty();
    }

    private Future<Void> beat(RedisBudgets shared) {
        if (!ledger.up()) {
            return Future.succeededFuture();
        }
        return Future.join(ledger.beat(), shared.exchange()).mapEmpty();
    }

    /** Gives back what is held, says what was counted, and leaves; does not fail. */
    public Future<Void> close(Budgets budgets) {
        timers.forEach(vertx::cancelTimer);
        if (!ledger.up()) {
            return Future.succeededFuture();
        }
        Future<Void> told = new RedisBudgets(link, budgets).exchange();
        return Future.join(leases.close(), told, ledger.leave())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
