package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {
    private static final String NAME = "io.tuyere.observe.LogsTest";
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NAME);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logs logs = new Logs();

    @AfterEach
    void quiet() {
        context.getLogger(NAME).setLevel(null);
        context.getLogger("io.tuyere.observe").setLevel(null);
    }

    @Test
    void levelOfALoggerIsSetWhileTheGatewayRuns() {
        logs.set(NAME, "trace");

        assertThat(LOG.isTraceEnabled()).isTrue();
        assertThat(logs.levels()).containsEntry(NAME, "TRACE");
    }

    @Test
    void levelOfAPackageIsThatOfItsLoggers() {
        logs.set("io.tuyere.observe", "ERROR");

        assertThat(LOG.isWarnEnabled()).isFalse();
    }

    @Test
    void loggerThatDoesNotExistIsNotMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logs.set("io.tuyere.observe.Logs-hunter2", "DEBUG"))
                .withMessage("there is no logger io.tuyere.observe.Logs-hunter2");
        assertThatIllegalArgumentException().isThrownBy(() -> logs.set(NAME, "LOUD"));
        assertThat(context.exists("io.tuyere.observe.Logs-hunter2")).isNull();
    }

    @Test
    void settingsThatAreTakenBackLeaveTheLevelsOfTheStart() {
        Map<String, String> before = logs.levels();

        logs.apply(LoggingSettings.defaults().withLevel(NAME, "debug"));
        assertThat(LOG.isDebugEnabled()).isTrue();
        logs.apply(LoggingSettings.defaults());

        assertThat(logs.levels()).isEqualTo(before);
    }

    /** A reload for another reason must not silence whoever looks into something. */
    @Test
    void settingsThatDidNotChangeLeaveWhatWasSetMeanwhile() {
        LoggingSettings settings = LoggingSettings.defaults().withLevel(NAME, "warn");
        logs.apply(settings);
        logs.set(NAME, "DEBUG");

        logs.apply(settings);

        assertThat(LOG.isDebugEnabled()).isTrue();
    }

    @Test
    void eventIsOneLineOfFlatJson() {
        Region eu = RegionTable.builtIn().find("eu").orElseThrow();
        Encoder<ILoggingEvent> encoder = JsonLines.events(context);
        StringBuilder lines = new StringBuilder();
        Capture capture = new Capture(
                (Logger) LOG, event -> lines.append(new String(encoder.encode(event), StandardCharsets.UTF_8)));

        LOG.atWarn()
                .addKeyValue("region", eu.id())
                .addKeyValue("code", 1010)
                .setCause(new IllegalStateException("broken\nin two"))
                .log("two\nlines \"quoted\"");
        capture.close();

        assertThat(lines.toString()).endsWith("}\n").containsOnlyOnce("\n");
        JsonObject line = new JsonObject(lines.toString());
        assertThat(line.fieldNames())
                .containsExactlyInAnyOrder("time", "level", "logger", "thread", "message", "region", "code", "stack");
        assertThat(line.getString("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.getString("message")).isEqualTo("two\nlines \"quoted\"");
        assertThat(line.getInteger("code")).isEqualTo(1010);
        assertThat(line.getString("stack")).startsWith("java.lang.IllegalStateException: broken");
    }
}
