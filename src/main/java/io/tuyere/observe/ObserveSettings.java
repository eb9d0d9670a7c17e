package io.tuyere.observe;

/** What the gateway tells about itself and its calls: groups {@code logging}, {@code access-log}, {@code metrics} and {@code tracing}. */
public record ObserveSettings(
        LoggingSettings logging, AccessLogSettings accessLog, MetricsSettings metrics, TracingSettings tracing) {
    /** What is used where the configuration says nothing. */
    public static ObserveSettings defaults() {
        return new ObserveSettings(
                LoggingSettings.defaults(),
                AccessLogSettings.defaults(),
                MetricsSettings.defaults(),
                TracingSettings.defaults());
    }

    /** These settings with another group {@code logging}. */
    public ObserveSettings withLogging(LoggingSettings value) {
        return new ObserveSettings(value, accessLog, metrics, tracing);
    }

    /** These settings with another group {@code access-log}. */
    public ObserveSettings withAccessLog(AccessLogSettings value) {
        return new ObserveSettings(logging, value, metrics, tracing);
    }

    /** These settings with another group {@code metrics}. */
    public ObserveSettings withMetrics(MetricsSettings value) {
        return new ObserveSettings(logging, accessLog, value, tracing);
    }

    /** These settings with another group {@code tracing}. */
    public ObserveSettings withTracing(TracingSettings value) {
        return new ObserveSettings(logging, accessLog, metrics, value);
    }
}
