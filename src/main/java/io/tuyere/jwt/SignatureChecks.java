package io.tuyere.jwt;

import io.tuyere.core.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks signatures on threads of its own, half as many as there are cores: the JDK takes 0.02 ms for RSA, but 0.4 to 2.5 ms for
 * curves, and whoever sends wrong tokens would otherwise stop event loops with them. At most {@value #MOST} are under way or
 * wait. Any thread.
 */
final class SignatureChecks {
    static final int MOST = 256;

    private final WorkerExecutor workers;
    private final AtomicInteger underWay = new AtomicInteger();

    SignatureChecks(Vertx vertx) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = vertx.createSharedWorkerExecutor("tuyere-jwt", threads);
    }

    /** Whether the key signed the token; on the caller's event loop. Fails with {@link Failure.Overloaded} where too many wait. */
    Future<Boolean> verifies(VerificationKey key, Jwt jwt) {
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return Future.failedFuture(
                    new Failure.Overloaded("", "too many tokens wait for their signature to be checked").toException());
        }
        return workers.executeBlocking(() -> key.verifies(jwt), false)
                .<Boolean>map(Objects::requireNonNull)
                .andThen(checked -> underWay.decrementAndGet());
    }
}
