package io.tuyere.upstream;

import io.tuyere.core.FailureException;
import io.tuyere.observe.Meters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call again where {@link RetryPolicy} says that it helps and harms nobody, the region's {@link RetryBudget} has
 * something left, and the call has time. Each try goes through everything below: other time, nonce and signature. Owner's event
 * loop only.
 */
final class RetryingUpstream implements Upstream {
    /** Time that a try should have left after its pause. */
    private static final long WORTHWHILE_MILLIS = 50;

    private final Upstream next;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final Vertx vertx;
    private final Meters.OfRegion meters;

    RetryingUpstream(Upstream next, RetryPolicy policy, RetryBudget budget, Vertx vertx, Meters.OfRegion meters) {
        this.next = next;
        this.policy = policy;
        this.budget = budget;
        this.vertx = vertx;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        budget.called();
        return attempt(call, 0);
    }

    private Future<Reply> attempt(Call call, int retries) {
        return next.send(call).transform(done -> {
            RetryPolicy.Retry retry = call.lifetime().over() ? null : retry(call, done, retries);
            if (retry == null || !fits(call, retry) || !budget.tryTake()) {
                return outcome(done);
            }
            meters.retried(retry.reason());
            return pause(call, retry.pauseMillis()).transform(waited -> again(call, retries + 1, done));
        });
    }

    private RetryPolicy.@Nullable Retry retry(Call call, AsyncResult<Reply> done, int retries) {
        if (done.succeeded()) {
            return policy.after(done.result(), call.method(), retries);
        }
        return done.cause() instanceof FailureException known
                ? policy.after(known.failure(), call.method(), retries)
                : null;
    }

    private boolean fits(Call call, RetryPolicy.Retry retry) {
        return retry.pauseMillis() + WORTHWHILE_MILLIS < call.lifetime().remainingMillis();
    }

    /** Ends early when the call does. */
    private Future<Void> pause(Call call, long millis) {
        if (millis == 0) {
            return Future.succeededFuture();
        }
        Timer timer = vertx.timer(millis);
        call.lifetime().waiting(timer::cancel);
        return timer.mapEmpty();
    }

    private Future<Reply> again(Call call, int retries, AsyncResult<Reply> before) {
        return call.lifetime().over() ? outcome(before) : attempt(call, retries);
    }

    private static Future<Reply> outcome(AsyncResult<Reply> done) {
        return done.succeeded() ? Future.succeededFuture(done.result()) : Future.failedFuture(done.cause());
    }
}
