package io.tuyere.limit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** An answer that somebody waits for on his event loop, given on any thread. */
final class Pending<T> {
    private final @Nullable Context context = Vertx.currentContext();
    private final Promise<T> promise = Promise.promise();

    Future<T> future() {
        return promise.future();
    }

    void succeed(T answer) {
        onLoop(() -> promise.complete(answer));
    }

    /** Without anything to say. */
    void succeed() {
        onLoop(promise::complete);
    }

    void fail(Throwable why) {
        onLoop(() -> promise.fail(why));
    }

    private void onLoop(Runnable telling) {
        if (context == null || context.equals(Vertx.currentContext())) {
            telling.run();
        } else {
            context.runOnContext(ignored -> telling.run());
        }
    }
}
