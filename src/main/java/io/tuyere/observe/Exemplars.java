package io.tuyere.observe;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Names the trace of the call that is being counted, so that a bucket of a histogram can point to an example. */
final class Exemplars implements SpanContext {
    /**
     * How often a meter looks for an example. Each time the next call that comes has its turn, traced or not, and a thread wakes
     * to end the pause; Prometheus's own 90 ms wake it 60 times a second.
     */
    private static final int PAUSE_MILLIS = 250;

    private static final ThreadLocal<@Nullable CallTrace> COUNTED = new ThreadLocal<>();

    /** What registries of meters with exemplars are made with. */
    static final PrometheusConfig CONFIG = new PrometheusConfig() {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public Properties prometheusProperties() {
            Properties properties = Objects.requireNonNull(PrometheusConfig.super.prometheusProperties());
            properties.setProperty(
                    "io.prometheus.exemplars.sample_interval_milliseconds", Integer.toString(PAUSE_MILLIS));
            return properties;
        }
    };

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
