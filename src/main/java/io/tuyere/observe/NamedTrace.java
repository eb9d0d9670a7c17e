package io.tuyere.observe;

import org.jspecify.annotations.Nullable;

/** The trace that a client names, where the gateway records none of its own. */
record NamedTrace(TraceParent parent, boolean propagate) implements CallTrace {
    @Override
    public String traceId() {
        return parent.traceId();
    }

    @Override
    public String spanId() {
        return parent.spanId();
    }

    @Override
    public boolean sampled() {
        return parent.sampled();
    }

    @Override
    public Attempt attempt(String region) {
        return propagate ? new Passed(parent.header()) : Attempt.NONE;
    }

    private record Passed(String header) implements Attempt {
        @Override
        public @Nullable String traceparent() {
            return header;
        }
    }
}
