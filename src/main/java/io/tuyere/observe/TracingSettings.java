package io.tuyere.observe;

import java.net.URI;
import java.util.Optional;

/**
 * Traces for a collector: group {@code tracing} of the configuration.
 *
 * @param endpoint base URL of a collector that takes OTLP over HTTP; nothing is recorded without
 * @param ratio part of the calls that is recorded, 0 to 1, where the client does not decide
 * @param propagate whether the cloud is told the trace, too
 */
public record TracingSettings(Optional<URI> endpoint, double ratio, boolean propagate) {
    public TracingSettings {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("tracing.ratio must be 0 to 1, was " + ratio);
        }
    }

    /** What is used where the configuration says nothing: no collector; one call in a hundred where there is one. */
    public static TracingSettings defaults() {
        return new TracingSettings(Optional.empty(), 0.01, false);
    }

    /** These settings with another {@code tracing.endpoint}. */
    public TracingSettings withEndpoint(URI value) {
        return new TracingSettings(Optional.of(value), ratio, propagate);
    }

    /** These settings with another {@code tracing.ratio}. */
    public TracingSettings withRatio(double value) {
        return new TracingSettings(endpoint, value, propagate);
    }

    /** These settings with another {@code tracing.propagate}. */
    public TracingSettings withPropagate(boolean value) {
        return new TracingSettings(endpoint, ratio, value);
    }
}
