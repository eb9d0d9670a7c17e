package io.tuyere.limit;

import java.util.function.LongSupplier;

/** Makes the limiters of a process. Any thread. */
@FunctionalInterface
public interface Limiters {
    /**
     * A limiter of its own.
     *
     * @param key names it within the fleet; without secrets, since it can be read where it is stored
     */
    Limiter limiter(String key, Gcra rate);

    /** Lets go of a limiter that nobody asks any more, and of what it holds; one that is not there is no matter. */
    default void drop(String key) {}

    /** Limiters that know of this process only, by a clock in nanoseconds that never goes back and is never negative. */
    static Limiters local(LongSupplier nanos) {
        return (key, rate) -> new LocalLimiter(rate, nanos);
    }
}
