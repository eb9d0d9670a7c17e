package io.tuyere.config;

import io.tuyere.observe.AccessLogSettings;
import io.tuyere.observe.LoggingSettings;
import io.tuyere.observe.MetricsSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.observe.TracingSettings;
import java.util.Map;

/** Groups {@code logging}, {@code access-log}, {@code metrics} and {@code tracing} of {@code tuyere.yaml}. */
final class ObserveReader {
    private ObserveReader() {}

    static ObserveSettings read(Section top) {
        return new ObserveSettings(
                top.section("logging", ObserveReader::logging),
                top.section("access-log", ObserveReader::accessLog),
                top.section("metrics", ObserveReader::metrics),
                top.section("tracing", ObserveReader::tracing));
    }

    private static LoggingSettings logging(Section section) {
        LoggingSettings settings = section.fold(LoggingSettings.defaults())
                .take("format", Form.choice(LoggingSettings.Format.class), LoggingSettings::withFormat)
                .take("level", Form.TEXT, LoggingSettings::withLevel)
                .done();
        return section.section("levels", levels -> levels(levels, settings));
    }

    private static LoggingSettings levels(Section levels, LoggingSettings settings) {
        LoggingSettings changed = settings;
        for (Map.Entry<String, Scalar> logger : levels.namedScalars().entrySet()) {
            LoggingSettings before = changed;
            changed = logger.getValue()
                    .as(Form.TEXT, (String level) -> before.withLevel(logger.getKey(), level))
                    .orElse(before);
        }
        return changed;
    }

    private static AccessLogSettings accessLog(Section section) {
        AccessLogSettings settings = section.fold(AccessLogSettings.defaults())
                .take("to", Form.TEXT, AccessLogSettings::withTo)
                .take("sample", Form.DECIMAL, AccessLogSettings::withSample)
                .take("ids", Form.choice(AccessLogSettings.Ids.class), AccessLogSettings::withIds)
                .take("queue", Form.INTEGER, AccessLogSettings::withQueue)
                .take("file-size", Form.SIZE, AccessLogSettings::withFileBytes)
                .take("files", Form.INTEGER, AccessLogSettings::withFiles)
                .done();
        for (Scalar header : section.scalars("headers")) {
            AccessLogSettings before = settings;
            settings = header.as(Form.TOKEN, before::withHeader).orElse(before);
        }
        return settings;
    }

    private static MetricsSettings metrics(Section section) {
        return section.fold(MetricsSettings.defaults())
                .take("tenants", Form.INTEGER, MetricsSettings::withTenants)
                .done();
    }

    private static TracingSettings tracing(Section section) {
        return section.fold(TracingSettings.defaults())
                .take("endpoint", Form.URL, TracingSettings::withEndpoint)
                .take("ratio", Form.DECIMAL, TracingSettings::withRatio)
                .take("propagate", Form.BOOLEAN, TracingSettings::withPropagate)
                .done();
    }
}
