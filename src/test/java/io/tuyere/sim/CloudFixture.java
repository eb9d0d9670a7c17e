package io.tuyere.sim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A running demo cloud on a clock that stands still, for the tests of one class. */
final class CloudFixture implements AutoCloseable {
    final SettableClock clock = new SettableClock();
    final Vertx vertx = Vertx.vertx();
    final SimulatedCloud cloud;

    CloudFixture() {
        this(SimSettings.demo());
    }

    CloudFixture(SimSettings settings) {
        cloud = result(SimulatedCloud.start(vertx, settings.withClock(clock)));
    }

    /** A client of the demo project. */
    SigningClient client(String region) {
        return client(region, "demo-project", "demo-secret-0123456789abcdefghij");
    }

    SigningClient client(String region, String accessId, String accessSecret) {
        return new SigningClient(cloud.baseUrl(region), accessId, accessSecret, clock);
    }

    void reset() {
        clock.reset();
        cloud.control().reset();
    }

    @Override
    public void close() {
        var unused = result(cloud.stop().compose(done -> vertx.close()));
    }

    /** Returns once this is so; a test whose condition never comes fails. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain");
            }
            Thread.onSpinWait();
        }
    }

    static <T> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
