package io.tuyere.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, down to the finest level of the gateway's own loggers. */
public final class CapturedLog implements AutoCloseable {
    private static final String LEAKS = "io.netty.util.ResourceLeakDetector";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.tuyere");

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    /** Begins to listen. */
    public CapturedLog() {
        appender.start();
        ROOT.addAppender(appender);
        OURS.addAppender(appender);
        OURS.setAdditive(false); // the console stays quiet
        OURS.setLevel(Level.TRACE);
    }

    /** All lines so far, with their fields and stack traces. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : events) {
            text.append(event.getLevel() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + "\n");
            if (event.getThrowableProxy() != null) {
                text.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        return text.toString();
    }

    /** The events at WARN and above. */
    public List<String> troubles() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .filter(event -> !event.getLoggerName().equals(LEAKS)) // HealthyThreads knows whose they are
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        ROOT.detachAppender(appender);
        OURS.detachAppender(appender);
        OURS.setAdditive(true);
        OURS.setLevel(null);
    }
}
