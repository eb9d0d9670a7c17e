package io.tuyere.observe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the gateway says about itself: group {@code logging} of the configuration.
 *
 * @param format how a line looks
 * @param level what is said at all; that of {@code TUYERE_LOG_LEVEL}, or INFO, without
 * @param levels logger to level, over {@code level}
 */
public record LoggingSettings(Format format, Optional<String> level, Map<String, String> levels) {
    private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    public LoggingSettings {
        level = level.map(given -> level("logging.level", given));
        Map<String, String> checked = new LinkedHashMap<>();
        levels.forEach((logger, given) -> checked.put(logger, level("logging.levels." + logger, given)));
        levels = Map.copyOf(checked);
    }

    /** How a line looks. */
    public enum Format {
        /** For people. */
        TEXT,
        /** An object per line, for machines. */
        JSON
    }

    /** What is used where the configuration says nothing. */
    public static LoggingSettings defaults() {
        return new LoggingSettings(Format.TEXT, Optional.empty(), Map.of());
    }

    /** These settings with another {@code logging.format}. */
    public LoggingSettings withFormat(Format value) {
        return new LoggingSettings(value, level, levels);
    }

    /** These settings with another {@code logging.level}. */
    public LoggingSettings withLevel(String value) {
        return new LoggingSettings(format, Optional.of(value), levels);
    }

    /** These settings with a level of its own for a logger. */
    public LoggingSettings withLevel(String logger, String value) {
        Map<String, String> more = new LinkedHashMap<>(levels);
        more.put(logger, value);
        return new LoggingSettings(format, level, more);
    }

    private static String level(String key, String given) {
        String level = given.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException(key + " must be off, error, warn, info, debug or trace, was " + given);
        }
        return level;
    }
}
