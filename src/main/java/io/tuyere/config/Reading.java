package io.tuyere.config;

import io.tuyere.config.Problem.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of reading a configuration.
 *
 * @param configuration empty if any problem is an error
 * @param problems all of them, in the order of file, line and column
 * @param files every file that was read or looked for, to be watched for changes
 */
public record Reading(Optional<Configuration> configuration, List<Problem> problems, Set<Path> files) {
    public Reading {
        problems = List.copyOf(problems);
        files = Set.copyOf(files);
    }

    /** The problems that keep the gateway from starting. */
    public List<Problem> errors() {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    /** Every problem in the form of compilers, one a line; empty if there is none. */
    public String render() {
        return Problems.render(problems);
    }

    /** The errors alone, without the warnings. */
    public String renderErrors() {
        return Problems.render(errors());
    }
}
