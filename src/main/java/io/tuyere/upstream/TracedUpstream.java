package io.tuyere.upstream;

import io.tuyere.core.FailureException;
import io.tuyere.core.Region;
import io.tuyere.observe.CallTrace;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;

/** Counts the attempts of a call and tells each to whoever traces it; also to the cloud, where the settings say so. */
final class TracedUpstream implements Upstream {
    private static final String TRACEPARENT = "traceparent";

    private final Upstream next;
    private final Region region;

    TracedUpstream(Upstream next, Region region) {
        this.next = next;
        this.region = region;
    }

    @Override
    public Future<Reply> send(Call call) {
        Lifetime lifetime = call.lifetime();
        lifetime.attempted();
        CallTrace trace = lifetime.trace();
        if (trace.equals(CallTrace.NONE)) {
            return next.send(call);
        }
        CallTrace.Attempt attempt = trace.attempt(region.id());
        String parent = attempt.traceparent();
        return next.send(parent == null ? call : call.with(TRACEPARENT, parent)).andThen(done -> tell(attempt, done));
    }

    private static void tell(CallTrace.Attempt attempt, AsyncResult<Reply> done) {
        if (done.succeeded()) {
            Reply reply = done.result();
            attempt.answered(
                    reply.status(),
                    reply.envelope().code() == null
                            ? 0
                            : reply.envelope().code().code());
        } else {
            attempt.failed(
                    done.cause() instanceof FailureException known
                            ? known.failure().kind().slug()
                            : "error");
        }
    }
}
