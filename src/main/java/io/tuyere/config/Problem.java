package io.tuyere.config;

import java.util.Comparator;

/**
 * Something about the configuration that somebody should change.
 *
 * @param file name of the file as it was given, or of the variable or flag
 * @param line from 1; 0 where there are no lines
 * @param column from 1
 * @param path dotted key, {@code acme.credentials[0].key}; empty for the file as a whole
 * @param message what is wrong and what to write instead; never a secret
 */
public record Problem(String file, int line, int column, String path, Severity severity, String message)
        implements Comparable<Problem> {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::path)
            .thenComparing(Problem::message);

    /** Whether the gateway starts in spite of it. */
    public enum Severity {
        ERROR,
        WARNING;

        private String word() {
            return this == ERROR ? "error" : "warning";
        }
    }

    /** One line in the form of compilers, which editors turn into a link. */
    public String render() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + severity.word() + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }

    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }
}
