package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls on the wire to a region within what {@link GradientLimit} has learned that it takes. It stands behind the wait
 * for token and turn, which say nothing about the region. Only what the region worked for teaches it: refusals come sooner than
 * answers, ours and the cloud's, and a client that leaves proves nothing. Owner's event loop only.
 */
final class AdaptiveUpstream implements Upstream {
    private static final int LEAST = 8;
    private static final int SERVER_ERROR = 500;

    private final Upstream next;
    private final String region;
    private final GradientLimit limit;
    private final LongSupplier nowNanos;
    private final long fairNanos;

    /**
     * A limit in front of the next.
     *
     * @param nowNanos a clock that never goes back, in nanoseconds of any origin
     * @param fairMillis a call that its deadline ended earlier than this says nothing about the region
     */
    AdaptiveUpstream(Upstream next, String region, GradientLimit limit, LongSupplier nowNanos, long fairMillis) {
        this.next = next;
        this.region = region;
        this.limit = limit;
        this.nowNanos = nowNanos;
        this.fairNanos = fairMillis * 1_000_000;
    }

    /** What it starts with: half of the connections; and no more than can be under way at all. */
    static GradientLimit limit(UpstreamSettings settings) {
        return new GradientLimit(LEAST, settings.poolSize() / 2, settings.poolSize() + settings.waitQueue());
    }

    @Override
    public Future<Reply> send(Call call) {
        if (!limit.tryEnter()) {
            String what = "region " + region + " answers late, and takes no more calls for now";
            return Future.failedFuture(new Failure.Overloaded(region, what).toException());
        }
        long began = nowNanos.getAsLong();
        try {
            return next.send(call).andThen(done -> ended(call, done, began));
        } catch (RuntimeException broken) {
            limit.leave();
            throw broken;
        }
    }

    private void ended(Call call, AsyncResult<Reply> done, long began) {
        long now = nowNanos.getAsLong();
        if (done.succeeded()) {
            answered(done.result(), now, now - began);
        } else if (dropped(call, done.cause(), now - began)) {
            limit.dropped(now, limit.underWay());
        }
        limit.leave();
    }

    private void answered(Reply reply, long now, long took) {
        if (reply.status() >= SERVER_ERROR) {
            limit.dropped(now, limit.underWay());
        } else if (reply.envelope().code() == null) {
            limit.answered(now, took, limit.underWay());
        }
    }

    private boolean dropped(Call call, Throwable cause, long took) {
        @Nullable Failure endedBy = call.lifetime().over() ? call.lifetime().why() : null;
        if (endedBy != null) {
            return endedBy.kind() == Failure.Kind.DEADLINE && took >= fairNanos;
        }
        return cause instanceof FailureException known && known.failure() instanceof Failure.UpstreamBroken;
    }
}
