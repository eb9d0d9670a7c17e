package io.tuyere.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The parts of one call that go to several regions at once. Each part has a lifetime of its own, since an attempt in one region
 * must not break off that in another; all of them end with the call, unless they are to be done even for a client that left.
 * Owner's event loop only.
 */
public final class Branches {
    private final Lifetime whole;
    private final Deadlines deadlines;
    private final boolean detached;
    private final List<Lifetime> running = new ArrayList<>();
    private long longestNanos;

    private Branches(Lifetime whole, Deadlines deadlines, boolean detached) {
        this.whole = whole;
        this.deadlines = deadlines;
        this.detached = detached;
    }

    /** Parts that are broken off when the call ends. */
    public static Branches of(Lifetime whole, Deadlines deadlines) {
        return new Branches(whole, deadlines, false);
    }

    /** Parts that go on to their own deadline when the client leaves, because what becomes of them must be known. */
    public static Branches detached(Lifetime whole, Deadlines deadlines) {
        return new Branches(whole, deadlines, true);
    }

    /**
     * Does a part of the call.
     *
     * @param limitMillis milliseconds it has
     * @return what comes of it, or the failure that ended it early, at that moment
     */
    public <T> Future<T> run(long limitMillis, Function<Lifetime, Future<T>> work) {
        if (whole.over() && !detached) {
            return Future.failedFuture(whole.why().toException());
        }
        Promise<T> promise = Promise.promise();
        Lifetime branch = new Lifetime(limitMillis, why -> promise.tryFail(why.toException()));
        deadlines.start(branch);
        running.add(branch);
        if (!detached) {
            whole.waiting(this::end);
        }
        work.apply(branch).onSuccess(promise::tryComplete).onFailure(promise::tryFail);
        return promise.future().andThen(done -> ended(branch));
    }

    private void ended(Lifetime branch) {
        running.remove(branch);
        deadlines.stop(branch);
        branch.complete();
        if (branch.upstreamNanos() > longestNanos) {
            whole.spentUpstream(branch.upstreamNanos() - longestNanos);
            longestNanos = branch.upstreamNanos();
        }
    }

    private void end() {
        List.copyOf(running).forEach(branch -> branch.end(whole.why()));
    }
}
