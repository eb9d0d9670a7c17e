package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.observe.Meters;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Sends a read a second time when its answer is late, and takes the answer that comes first; the other attempt is reset. The
 * second attempt is a retry for the region's {@link RetryBudget}, so that a region that is slow for everybody gets no more than
 * a fifth of its calls on top. Writes never come here. Owner's event loop only.
 */
final class HedgedUpstream implements Upstream {
    private final Upstream next;
    private final long afterMillis;
    private final RetryBudget budget;
    private final Vertx vertx;
    private final Meters.OfRegion meters;

    /**
     * Hedging in front of the next.
     *
     * @param afterMillis an answer is late so long after its call was sent, or up to twice that
     */
    HedgedUpstream(Upstream next, long afterMillis, RetryBudget budget, Vertx vertx, Meters.OfRegion meters) {
        this.next = next;
        this.afterMillis = afterMillis;
        this.budget = budget;
        this.vertx = vertx;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        boolean worthIt = RetryPolicy.safe(call.method()) && call.lifetime().remainingMillis() > afterMillis;
        return worthIt ? new Race(call).start() : next.send(call);
    }

    /** The attempts for one call. */
    private final class Race {
        private final Call call;
        private final Promise<Reply> answer = Promise.promise();
        private final Lifetime first;
        private final Lifetime second;
        private long timer;
        private int running;
        private boolean decided;
        private @Nullable Throwable firstFailure;

        Race(Call call) {
            this.call = call;
            this.first = new Lifetime(call.lifetime().remainingMillis(), why -> {});
            this.second = new Lifetime(call.lifetime().remainingMillis(), why -> {});
        }

        Future<Reply> start() {
            call.lifetime().carriedBy(first, this::stop);
            arm();
            run(first);
            return answer.future().onComplete(done -> vertx.cancelTimer(timer));
        }

        private void arm() {
            timer = vertx.setTimer(afterMillis, late -> hedge());
        }

        /** The call is over, or its streaming answer has been read. */
        private void stop() {
            Failure why = call.lifetime().why();
            first.end(why);
            second.end(why);
        }

        /** What waits for its turn here is not late over there, and a second one would wait behind it. */
        private void hedge() {
            if (decided || call.lifetime().over()) {
                return;
            }
            if (!first.mayHaveActed()) {
                arm();
            } else if (budget.tryTake()) {
                meters.retried("late");
                run(second);
            }
        }

        private void run(Lifetime attempt) {
            running++;
            sent(call.within(attempt)).onComplete(done -> ran(attempt, done));
        }

        private Future<Reply> sent(Call attempt) {
            try {
                return next.send(attempt);
            } catch (RuntimeException broken) {
                return Future.failedFuture(broken);
            }
        }

        private void ran(Lifetime attempt, AsyncResult<Reply> done) {
            running--;
            if (decided) {
                attempt.complete(); // lets go of what nobody reads
            } else if (done.succeeded()) {
                won(attempt, done.result());
            } else {
                firstFailure = firstFailure == null ? done.cause() : firstFailure;
                if (running == 0) {
                    decided = true;
                    answer.fail(firstFailure);
                }
            }
        }

        private void won(Lifetime attempt, Reply reply) {
            decided = true;
            (attempt == first ? second : first).end(new Failure.ClientGone());
            if (reply.rest() == null) {
                attempt.complete();
            }
            answer.complete(reply);
        }
    }
}
