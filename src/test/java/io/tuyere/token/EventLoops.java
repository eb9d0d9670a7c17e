package io.tuyere.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A Vert.x with some event loops, and a context on each. */
final class EventLoops {
    private static final long PATIENCE_SECONDS = 10;

    private final List<Context> contexts = new CopyOnWriteArrayList<>();
    private final Vertx vertx;

    EventLoops(int count) throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(count));
        String deployment = done(vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(count)));
        assertThat(deployment).isNotEmpty();
    }

    private final class Loop extends VerticleBase {
        @Override
        public Future<?> start() {
            contexts.add(context);
            return Future.succeededFuture();
        }
    }

    /** One of the contexts, the same for the same number. */
    Context context(int number) {
        return contexts.get(number % contexts.size());
    }

    /** The outcome of a future that is completed on an event loop. */
    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        assertThat(done(vertx.close())).isNull();
    }
}
