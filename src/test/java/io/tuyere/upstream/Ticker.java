package io.tuyere.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A Vert.x of which only the periodic timer works, and that only when the test says so. */
final class Ticker {
    private static final long TIMER = 7;

    private @Nullable Handler<Long> handler;

    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (proxy, method, args) -> call(method, args));
    }

    @SuppressWarnings("unchecked") // the signatures of Vertx
    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "setPeriodic" -> {
                handler = (Handler<Long>) args[args.length - 1];
                yield TIMER;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    /** Lets the timer fire once, if it runs. */
    void tick() {
        Handler<Long> fired = handler;
        if (fired != null) {
            fired.handle(TIMER);
        }
    }
}
