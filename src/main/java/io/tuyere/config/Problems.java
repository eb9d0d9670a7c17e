package io.tuyere.config;

import io.tuyere.config.Problem.Severity;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The problems found so far, each once, in the order of their places. Owned by the thread that reads. */
final class Problems {
    private final SortedSet<Problem> found = new TreeSet<>();

    void error(Place place, String path, String message) {
        add(place, path, Severity.ERROR, message);
    }

    void warning(Place place, String path, String message) {
        add(place, path, Severity.WARNING, message);
    }

    private void add(Place place, String path, Severity severity, String message) {
        found.add(new Problem(place.file(), place.line(), place.column(), path, severity, message));
    }

    boolean anyError() {
        return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }

    /** One line each. */
    static String render(List<Problem> problems) {
        return problems.stream().map(problem -> problem.render() + "\n").collect(Collectors.joining());
    }
}
