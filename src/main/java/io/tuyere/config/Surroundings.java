package io.tuyere.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a configuration is read against.
 *
 * @param environment variables by name
 * @param workingDirectory where a relative path is looked for when it is not beside the file that names it
 * @param regions ids of the built-in regions
 * @param countries whether an ISO 3166 alpha-2 code in upper case, or the digits of a calling code, is a country
 */
public record Surroundings(
        Map<String, String> environment, Path workingDirectory, Set<String> regions, Predicate<String> countries) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
