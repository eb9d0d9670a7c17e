package io.tuyere;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system. The JDK's only way to them is not an API that may be compiled against; its other one, a
 * shutdown hook, lets further signals wait for ever while it runs, and never hears of SIGHUP.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final int SIGNALLED = 128;
    private static final int SIGTERM = 15;
    private static final int SIGINT = 2;

    private Signals() {}

    /** Does something at SIGHUP, each time. */
    static void onHangUp(Runnable action) {
        on("HUP", action);
    }

    /** Stops at the first SIGTERM or SIGINT, on a thread of its own; exits at once at the second. */
    static void onStop(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        IntConsumer signalled = number -> {
            if (stopping.getAndSet(true)) {
                Runtime.getRuntime().halt(SIGNALLED + number);
            }
            new Thread(stop, "stop").start();
        };
        on("TERM", () -> signalled.accept(SIGTERM));
        on("INT", () -> signalled.accept(SIGINT));
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object acting = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, acting);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.debug("SIG{} cannot be taken here", name, unavailable);
        }
    }
}
