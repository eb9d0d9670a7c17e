package io.tuyere.upstream;

import io.tuyere.core.Failure;
import io.tuyere.core.Tenant;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the number of calls under way within bounds, and refuses reads first when the event loop cannot keep up: a command that
 * is lost is worse than a status that comes late. Owner's event loop only.
 */
final class BoundedUpstream implements Upstream {
    private final Upstream next;
    private final String region;
    private final Bulkheads bulkheads;
    private final Bulkhead ofRegion;
    private final LoopLag lag;
    private final Map<String, Bulkhead> ofTenants = new HashMap<>();
    private int dropped;

    BoundedUpstream(Upstream next, String region, Bulkheads bulkheads, LoopLag lag) {
        this.next = next;
        this.region = region;
        this.bulkheads = bulkheads;
        this.ofRegion = bulkheads.of(region);
        this.lag = lag;
    }

    @Override
    public Future<Reply> send(Call call) {
        if (lag.tooLong() && RetryPolicy.safe(call.method())) {
            return refused("the gateway is too busy for reads");
        }
        if (!ofRegion.tryEnter()) {
            return refused("too many calls are under way to region " + region);
        }
        Bulkhead ofTenant = ofTenant(call);
        if (!ofTenant.tryEnter()) {
            ofRegion.leave();
            return refused("too many calls of this tenant are under way to region " + region);
        }
        try {
            return next.send(call).andThen(done -> leaveBehind(call, done, ofTenant));
        } catch (RuntimeException broken) {
            leave(ofTenant);
            throw broken;
        }
    }

    private Bulkhead ofTenant(Call call) {
        if (dropped != bulkheads.dropped()) {
            dropped = bulkheads.dropped();
            ofTenants.clear();
        }
        Tenant tenant = call.tenant();
        return ofTenants.computeIfAbsent(tenant == null ? "" : tenant.id(), id -> bulkheads.of(region, id));
    }

    /** A reply that still streams is under way until the call is over. */
    private void leaveBehind(Call call, AsyncResult<Reply> done, Bulkhead ofTenant) {
        if (done.succeeded() && done.result().rest() != null) {
            call.lifetime().afterwards(() -> leave(ofTenant));
        } else {
            leave(ofTenant);
        }
    }

    private void leave(Bulkhead ofTenant) {
        ofTenant.leave();
        ofRegion.leave();
    }

    private Future<Reply> refused(String what) {
        return Future.failedFuture(new Failure.Overloaded(region, what).toException());
    }
}
