package io.tuyere.config;

import java.util.function.BiFunction;

/** Settings changed key by key, so that each refusal of theirs is reported at the key that caused it. */
final class Fold<S> {
    private final Section section;
    private S settings;

    Fold(Section section, S settings) {
        this.section = section;
        this.settings = settings;
    }

    /** Takes one key, if it is given and the settings accept it. */
    <T> Fold<S> take(String key, Form<T> form, BiFunction<S, T, S> with) {
        section.scalar(key)
                .flatMap(scalar -> scalar.as(form, value -> with.apply(settings, value)))
                .ifPresent(next -> settings = next);
        return this;
    }

    /** The settings with everything that was acceptable. */
    S done() {
        return settings;
    }
}
