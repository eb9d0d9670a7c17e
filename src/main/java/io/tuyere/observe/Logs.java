package io.tuyere.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.tuyere.observe.LoggingSettings.Format;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the process says about itself, and how much of it; both can be changed while it runs. Of the whole process. Any thread.
 */
public final class Logs {
    private static final String TEXT = "stdout"; // in logback.xml
    private static final String JSON = "json";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<String, String> initial = levels();
    private final @Nullable Appender<ILoggingEvent> text = root.getAppender(TEXT);
    private LoggingSettings applied = LoggingSettings.defaults();

    /** The level of each logger that has one of its own, {@code ROOT} for all others. */
    public synchronized Map<String, String> levels() {
        Map<String, String> levels = new TreeMap<>();
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger.getName(), logger.getLevel().toString());
            }
        }
        return levels;
    }

    /**
     * Lets a logger and those below it say more or less, until the next start, or the next change of group {@code logging}.
     *
     * @param name of a logger that exists or has others below it, or {@code ROOT}
     * @param level one of OFF, ERROR, WARN, INFO, DEBUG, TRACE
     * @throws IllegalArgumentException when there is no such logger or level
     */
    public synchronized void set(String name, String level) {
        LoggingSettings checked = LoggingSettings.defaults().withLevel(name, level);
        if (!exists(name)) {
            throw new IllegalArgumentException("there is no logger " + name);
        }
        checked.levels().forEach(this::put);
    }

    /** Loggers are never forgotten, so none is made for a name that means nothing. */
    private boolean exists(String name) {
        return context.getLoggerList().stream()
                .map(Logger::getName)
                .anyMatch(known -> known.equals(name) || known.startsWith(name + "."));
    }

    /** Takes the settings, if they are others than before. */
    public synchronized void apply(LoggingSettings settings) {
        if (settings.equals(applied)) {
            return;
        }
        Map<String, String> wanted = new HashMap<>(initial);
        settings.level().ifPresent(level -> wanted.put(root.getName(), level));
        wanted.putAll(settings.levels());
        levels().keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(this::inherit);
        wanted.forEach(this::put);
        if (settings.format() != applied.format() && text != null) {
            write(settings.format());
        }
        applied = settings;
    }

    private void put(String name, String level) {
        context.getLogger(name).setLevel(Level.toLevel(level));
    }

    private void inherit(String name) {
        context.getLogger(name).setLevel(null);
    }

    /** The console of {@code logback.xml} is kept, to be had again. */
    private void write(Format format) {
        if (format == Format.JSON) {
            root.addAppender(JsonLines.stdout(context, JSON, JsonLines.events(context)));
            root.detachAppender(text);
        } else {
            root.addAppender(text);
            root.detachAppender(JSON);
        }
    }
}
