package io.tuyere.upstream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Vert.x of which only timers work, and those only when the test says so. */
final class Alarms {
    private final Map<Long, Handler<Long>> timers = new LinkedHashMap<>();
    private long last;

    Vertx vertx() {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(),
                new Class<?>[] {Vertx.class},
                (proxy, method, args) -> call(method, args));
    }

    @SuppressWarnings("unchecked") // the signatures of Vertx
    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "setTimer" -> {
                timers.put(++last, (Handler<Long>) args[1]);
                yield last;
            }
            case "cancelTimer" -> timers.remove((Long) args[0]) != null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    /** Timers that run. */
    int set() {
        return timers.size();
    }

    /** Lets the time of all that run be up. */
    void ring() {
        for (Map.Entry<Long, Handler<Long>> timer : List.copyOf(timers.entrySet())) {
            timers.remove(timer.getKey());
            timer.getValue().handle(timer.getKey());
        }
    }
}
