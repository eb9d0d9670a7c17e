package io.tuyere.limit;

import io.tuyere.core.Failure;
import io.tuyere.observe.LimitMeters.Decision;
import io.tuyere.observe.LimitMeters.Layer;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of one kind through at the cloud's pace. A call whose turn is not now waits, if its turn comes while it has time
 * and there is a place; otherwise it is told at once when to come back. Tenants that share a project are served in turn.
 *
 * <p>All that wait share one alarm, which rings when the first of them is due. Any thread.
 */
final class Turnstile implements Gate {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Pace.Key key;
    private final Limiter limiter;
    private final Pace.Shared shared;
    private final FairQueue<Turn> queue = new FairQueue<>();
    private boolean serving;
    private long dueNanos;

    Turnstile(Pace.Key key, Limiter limiter, Pace.Shared shared) {
        this.key = key;
        this.limiter = limiter;
        this.shared = shared;
    }

    @Override
    public Turn pass(String tenant, long patienceMillis) {
        Turn turn = new Turn(this, tenant);
        if (busy()) {
            queueUp(turn, patienceMillis);
            return turn;
        }
        Future<Verdict> asked = limiter.take();
        if (asked.succeeded() && asked.result().admitted()) {
            count(asked.result());
            return asked.result().degraded() ? Turn.NOW_ALONE : Turn.NOW;
        }
        asked.onSuccess(verdict -> answered(turn, verdict, patienceMillis));
        return turn;
    }

    private synchronized boolean busy() {
        return !queue.isEmpty();
    }

    private void answered(Turn turn, Verdict verdict, long patienceMillis) {
        if (verdict.admitted()) {
            if (turn.claim()) {
                count(verdict);
                turn.come(verdict.degraded());
            } else {
                limiter.giveBack();
            }
            return;
        }
        synchronized (this) {
            dueNanos = shared.nanos().getAsLong() + verdict.dueNanos();
        }
        queueUp(turn, patienceMillis);
    }

    private void count(Verdict verdict) {
        shared.meters().decided(Layer.PACE, verdict.degraded() ? Decision.ADMITTED_ALONE : Decision.ADMITTED);
    }

    /** Takes a place in the queue, or says when to come back. */
    private void queueUp(Turn turn, long patienceMillis) {
        if (shared.dryRun().getAsBoolean()) {
            shared.meters().decided(Layer.PACE, Decision.DRY_RUN);
            pass(turn);
            return;
        }
        long waitMillis;
        boolean waits;
        boolean first;
        synchronized (this) {
            waitMillis = waitMillis(turn.tenant());
            waits = waitMillis <= patienceMillis && shared.room().enter(turn.tenant());
            first = waits && !serving;
            if (waits) {
                queue.add(turn.tenant(), turn);
                serving = true;
            }
        }
        if (!waits) {
            refuse(turn, waitMillis);
        } else if (first) {
            shared.alarm().ring(Math.max(1, headMillis()), this::serve);
        }
    }

    private static void pass(Turn turn) {
        if (turn.claim()) {
            turn.come(false);
        }
    }

    private void refuse(Turn turn, long waitMillis) {
        shared.meters().decided(Layer.PACE, Decision.REFUSED);
        if (turn.claim()) {
            turn.refuse(new Failure.OverPace(key.template(), key.region(), Math.max(1, waitMillis)).toException());
        }
    }

    private long waitMillis(String tenant) {
        return headMillis() + queue.ahead(tenant) * limiter.share().intervalNanos() / NANOS_PER_MILLI;
    }

    private synchronized long headMillis() {
        long nanos = dueNanos - shared.nanos().getAsLong();
        return Math.max(0, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    /** Lets through whoever is due, then sets the alarm for the next. */
    private void serve() {
        while (true) {
            Future<Verdict> asked = limiter.take();
            if (!asked.succeeded()) {
                asked.onSuccess(this::serveLater);
                return;
            }
            if (!served(asked.result())) {
                return;
            }
        }
    }

    private void serveLater(Verdict verdict) {
        if (served(verdict)) {
            serve();
        }
    }

    /** Whether somebody else may be due. */
    private boolean served(Verdict verdict) {
        if (!verdict.admitted()) {
            synchronized (this) {
                dueNanos = shared.nanos().getAsLong() + verdict.dueNanos();
            }
            shared.alarm().ring(Math.max(1, verdict.dueMillis()), this::serve);
            return false;
        }
        Turn next = next();
        if (next == null) {
            limiter.giveBack();
            return false;
        }
        shared.meters().decided(Layer.PACE, Decision.WAITED);
        next.come(verdict.degraded());
        synchronized (this) {
            dueNanos = shared.nanos().getAsLong() + (verdict.remaining() > 0 ? 0 : verdict.dueNanos());
            serving = !queue.isEmpty();
            return serving;
        }
    }

    private synchronized @Nullable Turn next() {
        Turn next = queue.poll();
        while (next != null) {
            shared.room().leave(next.tenant());
            if (next.claim()) {
                return next;
            }
            next = queue.poll();
        }
        serving = false;
        return null;
    }

    void left(Turn turn) {
        boolean waited;
        synchronized (this) {
            waited = queue.remove(turn.tenant(), turn);
        }
        if (waited) {
            shared.room().leave(turn.tenant());
            shared.meters().decided(Layer.PACE, Decision.LEFT);
        }
    }

    void unused() {
        limiter.giveBack();
    }

    @Override
    public void slowDown() {
        limiter.slowDown();
        shared.meters().decided(Layer.PACE, Decision.SLOWED);
    }
}
