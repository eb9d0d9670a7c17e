package io.tuyere.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one access id: a single one, or two while a new one takes the place of an old one and either may be in use.
 *
 * @param newest the one that stays
 * @param old the one that goes; null outside of a rotation
 */
public record Secrets(Secret newest, @Nullable Secret old) {
    public Secrets {
        if (old != null && old.equals(newest)) {
            throw new IllegalArgumentException("the new secret must differ from the old one");
        }
    }

    /** A single one. */
    public static Secrets of(Secret only) {
        return new Secrets(only, null);
    }

    /** Whether there are two. */
    public boolean rotating() {
        return old != null;
    }

    /** All of them, the newest first. */
    public List<Secret> all() {
        return old == null ? List.of(newest) : List.of(newest, old);
    }
}
