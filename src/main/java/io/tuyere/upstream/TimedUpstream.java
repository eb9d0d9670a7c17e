package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import io.vertx.core.Future;

/** Measures how long the region takes: token, connection, attempts, up to the reply's head. */
final class TimedUpstream implements Upstream {
    private final Upstream next;
    private final Meters.OfRegion meters;

    TimedUpstream(Upstream next, Meters.OfRegion meters) {
        this.next = next;
        this.meters = meters;
    }

    @Override
    public Future<Reply> send(Call call) {
        long began = System.nanoTime();
        return next.send(call).andThen(done -> {
            long took = System.nanoTime() - began;
            call.lifetime().spentUpstream(took);
            meters.upstreamTook(took, call.lifetime().trace());
            if (done.succeeded() && done.result().envelope().code() != null) {
                meters.cloudCode(done.result().envelope().code());
            }
        });
    }
}
