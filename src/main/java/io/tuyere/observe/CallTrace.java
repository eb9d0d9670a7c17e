package io.tuyere.observe;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a collector of traces is told about one call: its stages, one after the other, and its attempts, some of which may run
 * side by side. The one that tells nothing costs nothing. Owner's event loop only.
 */
public interface CallTrace {
    /** Tells nothing. */
    CallTrace NONE = new CallTrace() {};

    /** 32 hexadecimal digits; empty where there is no trace. */
    default String traceId() {
        return "";
    }

    /** The span that stands for the call, 16 hexadecimal digits; empty where there is none. */
    default String spanId() {
        return "";
    }

    /** Whether somebody keeps the trace. */
    default boolean sampled() {
        return false;
    }

    /** The call enters a stage, and leaves the one before. */
    default void enters(Stage stage) {}

    /** An attempt begins, and the stage before is over. */
    default Attempt attempt(String region) {
        return Attempt.NONE;
    }

    /**
     * The call is over.
     *
     * @param facts are only asked for when they are told
     */
    default void ended(Supplier<CallFacts> facts) {}

    /** A request on the wire. */
    interface Attempt {
        /** Tells nothing. */
        Attempt NONE = new Attempt() {};

        /** What the cloud is told of the trace, for the header {@code traceparent}; null for nothing. */
        default @Nullable String traceparent() {
            return null;
        }

        /** A reply came. */
        default void answered(int status, int cloudCode) {}

        /** No reply came. */
        default void failed(String slug) {}
    }
}
