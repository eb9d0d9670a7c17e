package io.tuyere.observe;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Names the trace of the call that is being counted, so that a bucket of a histogram can point to an example. */
final class Exemplars implements SpanContext {
    private static final ThreadLocal<@Nullable CallTrace> COUNTED = new ThreadLocal<>();

    /** From now on this thread counts a call with this trace. */
    void begin(CallTrace trace) {
        if (trace.sampled()) {
            COUNTED.set(trace);
        }
    }

    /** The call is COUNTED. */
    void end(CallTrace trace) {
        if (trace.sampled()) {
            COUNTED.remove();
        }
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        CallTrace trace = COUNTED.get();
        return trace == null ? null : trace.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        CallTrace trace = COUNTED.get();
        return trace == null ? null : trace.spanId();
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return COUNTED.get() != null;
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // Whether a trace is kept was decided when it began.
    }
}
