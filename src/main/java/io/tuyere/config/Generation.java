package io.tuyere.config;

import java.util.List;
import java.util.Locale;

/**
 * One reading of the configuration.
 *
 * @param number of the readings of this process, from 1
 * @param atMillis when, in milliseconds since the epoch
 * @param taken whether it came into force
 * @param problems what was wrong with it, or doubtful, one line each
 * @param waiting keys whose values wait for a restart since then
 */
public record Generation(
        int number, long atMillis, Trigger trigger, boolean taken, List<String> problems, List<String> waiting) {
    public Generation {
        problems = List.copyOf(problems);
        waiting = List.copyOf(waiting);
    }

    /** Why the configuration was read. */
    public enum Trigger {
        /** The process started. */
        START,
        /** A file changed. */
        FILE,
        /** A signal said so. */
        SIGNAL,
        /** An administrator said so. */
        ADMIN;

        /** Lower-case name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
