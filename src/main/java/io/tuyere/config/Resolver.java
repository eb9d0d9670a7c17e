package io.tuyere.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Follows references: {@code env:NAME}, {@code file:path}, and inside a text a name in dollar and braces, with a default
 * after a colon: {@code x-${NAME:default}}. A dollar before the dollar makes it literal. What a reference leads to is taken
 * as it is, not followed again.
 */
final class Resolver {
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Set<String> names = new HashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();

    private final boolean follows;

    Resolver(Map<String, String> environment) {
        this(environment, true);
    }

    private Resolver(Map<String, String> environment, boolean follows) {
        this.environment = environment;
        this.follows = follows;
    }

    /** Follows nothing: where a reference stands, that is a problem. */
    static Resolver literal() {
        return new Resolver(Map.of(), false);
    }

    /** Whether the text is or contains a reference. */
    static boolean refers(String text) {
        return text.startsWith("env:") || text.startsWith("file:") || text.contains("${");
    }

    /**
     * The text with its references followed.
     *
     * @param locate finds a path as the file names it
     * @throws IllegalArgumentException with a message to show, without any value
     */
    String resolve(String text, UnaryOperator<Path> locate) {
        if (!follows) {
            throw new IllegalArgumentException("references are not followed here; give the value itself");
        }
        if (text.startsWith("env:")) {
            return variable(text.substring(4)).orElseThrow(() -> unset(text.substring(4), ""));
        }
        return text.startsWith("file:") ? content(locate.apply(path(text.substring(5)))) : expand(text);
    }

    /** Variables that were referred to. */
    Set<String> names() {
        return names;
    }

    /** Files that were referred to, or named otherwise. */
    Set<Path> files() {
        return files;
    }

    /** Remembers a file that was named. */
    void note(Path file) {
        files.add(file);
    }

    /** A path as it is written. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path", e);
        }
    }

    private String expand(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            if (at > from && text.charAt(at - 1) == '$') {
                out.append(text, from, at - 1).append("${");
                from = at + 2;
            } else {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw new IllegalArgumentException("a ${ has no closing }; write $${ for a literal one");
                }
                out.append(text, from, at).append(substitute(text.substring(at + 2, end)));
                from = end + 1;
            }
        }
        return out.append(text, from, text.length()).toString();
    }

    private String substitute(String reference) {
        int colon = reference.indexOf(':');
        String name = colon < 0 ? reference : reference.substring(0, colon);
        String fallback = colon < 0 ? "" : reference.substring(colon + 1);
        if (fallback.contains("${")) {
            throw new IllegalArgumentException("a reference cannot stand in the default of another");
        }
        Optional<String> value = variable(name);
        if (value.isEmpty() && colon < 0) {
            throw unset(name, " or give a default as ${" + name + ":…}");
        }
        return value.orElse(fallback);
    }

    private Optional<String> variable(String name) {
        names.add(name);
        return Optional.ofNullable(environment.get(name));
    }

    private static IllegalArgumentException unset(String name, String otherwise) {
        return new IllegalArgumentException(
                "the environment variable " + Form.quoted(name) + " is not set; set it" + otherwise);
    }

    private String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("the file " + file + " is longer than 64KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.replaceFirst("\\R\\z", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read: " + reason(e), e);
        }
    }

    /** Why a file could not be read, in words. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is none";
        }
        return failure instanceof AccessDeniedException ? "access is denied" : "" + failure.getMessage();
    }
}
