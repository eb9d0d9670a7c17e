package io.tuyere.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.micrometer.core.instrument.Counter;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import net.logstash.logback.appender.listener.AppenderListener;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of the access log on a thread of its own. Between it and the event loops is a bounded queue; a line that
 * finds it full is dropped and counted, since a slow disk must not slow calls down. Any thread.
 */
public final class AccessWriter {
    private static final String NAME = "access";
    private static final int GRACE_SECONDS = 5;

    private final Logger logger;
    private final LoggingEventAsyncDisruptorAppender queue = new LoggingEventAsyncDisruptorAppender();

    /** A writer to where the settings say, which is not {@code off}; fails when that file cannot be written. */
    public AccessWriter(AccessLogSettings settings, Meters meters) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        logger = context.getLogger(NAME);
        queue.setContext(context);
        queue.setName(NAME);
        queue.setThreadNameFormat("access-log");
        queue.setRingBufferSize(Integer.highestOneBit(settings.queue() - 1) << 1); // it must be a power of two
        queue.setAddDefaultStatusListener(false);
        queue.setShutdownGracePeriod(Duration.buildBySeconds(GRACE_SECONDS));
        queue.addListener(new Counting(
                meters.counter("tuyere_access_log_lines_total", "result", "written"),
                meters.counter("tuyere_access_log_lines_total", "result", "dropped")));
        queue.addAppender(
                settings.stdout()
                        ? JsonLines.stdout(context, NAME, JsonLines.calls(context))
                        : file(settings, context));
        queue.start();
    }

    private record Counting(Counter written, Counter dropped) implements AppenderListener<ILoggingEvent> {
        @Override
        public void eventAppended(Appender<ILoggingEvent> appender, ILoggingEvent event, long nanos) {
            written.increment();
        }

        @Override
        public void eventAppendFailed(Appender<ILoggingEvent> appender, ILoggingEvent event, Throwable reason) {
            dropped.increment();
        }
    }

    /** Files of a bounded size and number: FILE, FILE.1, FILE.2 and so on, the newest first. */
    private static Appender<ILoggingEvent> file(AccessLogSettings settings, LoggerContext context) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(NAME);
        file.setFile(settings.to());
        file.setEncoder(JsonLines.calls(context));
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(file);
        window.setFileNamePattern(settings.to().replace("%", "\\%") + ".%i");
        window.setMaxIndex(settings.files());
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(settings.fileBytes()));
        size.setCheckIncrement(Duration.buildBySeconds(1));
        size.start();
        file.setRollingPolicy(window);
        file.setTriggeringPolicy(size);
        file.start();
        if (!file.isStarted()) {
            throw new IllegalStateException("cannot write to " + settings.to() + " (access-log.to)");
        }
        return file;
    }

    /** Takes a line to write it soon. */
    public void write(AccessLine line) {
        LoggingEvent event = new LoggingEvent(NAME, logger, Level.INFO, "", null, new Object[] {line});
        queue.doAppend(event);
    }

    /** Writes what waits, for a few seconds at most, and closes the file; blocks, so not on an event loop. */
    public void close() {
        queue.stop();
    }
}
