package io.tuyere.config;

import io.tuyere.core.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One value, its references followed.
 *
 * @param path dotted key
 * @param kind {@link Kind#UNTYPED} unless the value stands in the file itself
 */
record Scalar(Document document, String path, Place place, Kind kind, String text) {

    /** The value in a form; empty, and a problem, if it is written otherwise. */
    <T> Optional<T> as(Form<T> form) {
        return as(form, Function.identity());
    }

    /** The value in a form, then in the hands of something that may refuse it with {@link IllegalArgumentException}. */
    <T, R> Optional<R> as(Form<T> form, Function<T, R> use) {
        if (kind != Kind.UNTYPED && !form.kinds().contains(kind)) {
            error("expected " + form.expected() + ", found " + kind.words() + remedy(form.kinds()));
            return Optional.empty();
        }
        try {
            return Optional.of(use.apply(form.parse().apply(text)));
        } catch (IllegalArgumentException e) {
            error(withoutKey(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The value as a secret, with a warning if it lies open in the file. */
    Optional<Secret> secret(Form<Secret> form) {
        warnIfOpen();
        return as(form);
    }

    /** Reports a secret that stands in the file itself. */
    void warnIfOpen() {
        if (kind == Kind.TEXT) {
            warning("a secret lies open in this file; write env:NAME or file:path instead");
        }
    }

    /** The value as the path of a file that exists. */
    Optional<Path> file() {
        return as(Form.TEXT, document::existing);
    }

    void error(String message) {
        document.problems().error(place, path, message);
    }

    void warning(String message) {
        document.problems().warning(place, path, message);
    }

    private String remedy(Set<Kind> wanted) {
        if (kind == Kind.NOTHING) {
            return "; give a value or remove the key";
        }
        if (wanted.contains(Kind.TEXT)) {
            return kind == Kind.NUMBER || kind == Kind.BOOLEAN ? "; put it in quotes" : "";
        }
        return kind == Kind.TEXT ? "; write it without quotes" : "";
    }

    /** Settings begin their messages with the key, which is shown anyway. */
    private String withoutKey(String message) {
        int space = message.indexOf(' ');
        return space > 0 && path.endsWith(message.substring(0, space)) ? message.substring(space + 1) : message;
    }
}
