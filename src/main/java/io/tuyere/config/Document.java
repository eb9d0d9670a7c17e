package io.tuyere.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One file while it is read: where it lies, what goes before it, which keys it may have. Owned by the thread that reads. */
final class Document {
    private final Path file;
    private final Path workingDirectory;
    private final Problems problems;
    private final Resolver resolver;
    private final Overrides overrides;
    private final Set<String> known = new TreeSet<>();

    Document(Path file, Path workingDirectory, Problems problems, Resolver resolver, Overrides overrides) {
        this.file = file;
        this.workingDirectory = workingDirectory;
        this.problems = problems;
        this.resolver = resolver;
        this.overrides = overrides;
    }

    Path file() {
        return file;
    }

    /** The file as it was named, for messages. */
    String name() {
        return file.toString();
    }

    Problems problems() {
        return problems;
    }

    Overrides overrides() {
        return overrides;
    }

    /** A file that this one leads to, over which nothing goes. */
    Document next(Path next) {
        return new Document(next, workingDirectory, problems, resolver, Overrides.none());
    }

    /** Reports flags and variables that are no key of this file. */
    void reportUnusedOverrides() {
        overrides.reportUnused(problems, resolver.names());
    }

    /** Every key that was asked for, names of the user's own choice as {@code *}. */
    Set<String> known() {
        return known;
    }

    /** A relative path lies beside this file or, where nothing is there, in the working directory. */
    Path locate(Path path) {
        Path beside = file.resolveSibling(path);
        Path below = workingDirectory.resolve(path);
        Path found = Files.exists(beside) || !Files.exists(below) ? beside : below;
        resolver.note(found);
        return found;
    }

    /**
     * The located path of a file that must exist.
     *
     * @throws IllegalArgumentException with a message to show
     */
    Path existing(String path) {
        Path found = locate(Resolver.path(path));
        if (!Files.exists(found) || Files.isDirectory(found)) {
            throw new IllegalArgumentException("there is no file " + Form.quoted(path)
                    + "; a relative path starts beside this file or in the working directory");
        }
        return found;
    }

    /** The text with its references followed; empty, and a problem, where one leads nowhere. */
    Optional<String> resolve(String text, Place place, String path) {
        try {
            return Optional.of(resolver.resolve(text, this::locate));
        } catch (IllegalArgumentException e) {
            problems.error(place, path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
