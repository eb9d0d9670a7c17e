package io.tuyere.limit;

import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What holds limits together across a fleet: the ledger in Redis, this instance's leases on it, and its accounts. While Redis is
 * lost, plans and pace go on with this instance's share, accounts with what they know. Any thread.
 */
public final class FleetLimits {
    private static final int BEAT_MILLIS = 1_000;
    private static final String SLOW = " slow ";

    private final Vertx vertx;
    private final RedisLink link;
    private final RedisChannel channel;
    private final String instance = UUID.randomUUID().toString();
    private final RedisLedger ledger;
    private final Leases leases;
    private final List<Long> timers = new ArrayList<>();
    private Future<Void> beating = Future.succeededFuture();

    /** Limits of an instance that nobody knows of yet, which is told of slowdowns by this channel. */
    public FleetLimits(
            Vertx vertx, RedisLink link, RedisChannel channel, LimitSettings settings, Limits.Clocks clocks) {
        this.vertx = vertx;
        this.link = link;
        this.channel = channel;
        this.ledger = new RedisLedger(link, instance);
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

    /** Says that this instance lives, and begins to share what accounts count and what the cloud complains of; completes after the first try, and does not fail. */
    public Future<Void> start(Limits limits) {
        RedisBudgets shared = new RedisBudgets(link, limits.budgets());
        limits.pace().whenSlowed(this::tellOthers);
        channel.listen(announcement -> told(announcement, limits.pace()));
        timers.add(vertx.setPeriodic(leases.sweepMillis(), due -> leases.sweep()));
        timers.add(vertx.setPeriodic(BEAT_MILLIS, due -> beat(shared).onComplete(done -> {})));
        return beat(shared);
    }

    private void tellOthers(String name) {
        link.send(Request.cmd(Command.PUBLISH).arg(channel.name()).arg(instance + SLOW + name))
                .onFailure(lost -> {
                    // The cloud will tell them too.
                });
    }

    private void told(String announcement, Pace pace) {
        int end = announcement.indexOf(SLOW);
        if (end > 0 && !announcement.startsWith(instance)) {
            pace.slowedElsewhere(announcement.substring(end + SLOW.length()));
        }
    }

    /** One at a time, since an account must not say the same twice. */
    private synchronized Future<Void> beat(RedisBudgets shared) {
        if (ledger.up() && beating.isComplete()) {
            beating = Future.join(ledger.beat(), shared.exchange())
                    .<Void>mapEmpty()
                    .otherwiseEmpty();
        }
        return beating;
    }

    /** Gives back what is held, says what was counted, and leaves; does not fail. */
    public Future<Void> close(Budgets budgets) {
        timers.forEach(vertx::cancelTimer);
        return lastBeat().compose(done -> ledger.up() ? leave(budgets) : Future.succeededFuture());
    }

    private synchronized Future<Void> lastBeat() {
        return beating;
    }

    private Future<Void> leave(Budgets budgets) {
        Future<Void> told = new RedisBudgets(link, budgets).exchange();
        return Future.join(leases.close(), told, ledger.leave())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
