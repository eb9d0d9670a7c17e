package io.tuyere.upstream;

import io.tuyere.core.FailureException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/**
 * Stands in front of a region with its breakers: a call that is known to fail is answered at once, and what every other call
 * meets is told to the breakers, exactly once. Owner's event loop only.
 */
final class GuardedUpstream implements Upstream {
    /** A client in a hurry proves nothing: a region that did not answer for this long does. */
    private static final long FAIR_MILLIS = 1_000;

    private final Upstream next;
    private final RegionBreakers breakers;
    private final LongSupplier nowMillis;
    private final long fairMillis;

    /**
     * Breakers in front of the next.
     *
     * @param nowMillis a clock that never goes back, in milliseconds of any origin
     * @param callLimitMillis the time that calls usually have
     */
    GuardedUpstream(Upstream next, RegionBreakers breakers, LongSupplier nowMillis, long callLimitMillis) {
        this.next = next;
        this.breakers = breakers;
        this.nowMillis = nowMillis;
        this.fairMillis = fairMillis(callLimitMillis);
    }

    /** After so many milliseconds without an answer it is the region that is late. */
    static long fairMillis(long callLimitMillis) {
        return Math.min(FAIR_MILLIS, callLimitMillis / 2);
    }

    @Override
    public Future<Reply> send(Call call) {
        RegionBreakers.Passage passage;
        try {
            passage = breakers.enter(call);
        } catch (FailureException open) {
            return Future.failedFuture(open);
        }
        long began = regionMillis(call);
        try {
            return next.send(call).andThen(done -> settle(passage, done, regionMillis(call) - began));
        } catch (RuntimeException broken) {
            passage.release();
            throw broken;
        }
    }

    /** Time that passes only while the call does not wait for its turn: the wait is no fault of the region. */
    private long regionMillis(Call call) {
        return nowMillis.getAsLong() - call.lifetime().waitedMillis();
    }

    private void settle(RegionBreakers.Passage passage, AsyncResult<Reply> done, long tookMillis) {
        if (done.succeeded()) {
            passage.answered(done.result());
        } else {
            passage.failed(done.cause(), tookMillis >= fairMillis);
        }
    }
}
