package io.tuyere.core;

import java.util.Optional;

/**
 * What a call is about, so that its region can be remembered.
 *
 * @param id as Tuya gave it: 1 to 64 letters, digits, dashes or underscores
 */
public record ResourceId(Kind kind, String id) {
    private static final int MAX_LENGTH = 64;

    public ResourceId {
        if (!allowed(id)) {
            throw new IllegalArgumentException(
                    "an id is 1 to " + MAX_LENGTH + " letters, digits, dashes or underscores, was: " + id);
        }
    }

    /** The id that a text is; empty where it cannot be one, which is then not worth remembering. */
    public static Optional<ResourceId> of(Kind kind, String text) {
        return allowed(text) ? Optional.of(new ResourceId(kind, text)) : Optional.empty();
    }

    private static boolean allowed(String text) {
        boolean allowed = !text.isEmpty() && text.length() <= MAX_LENGTH;
        for (int i = 0; allowed && i < text.length(); i++) {
            allowed = allowed(text.charAt(i));
        }
        return allowed;
    }

    private static boolean allowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Things that live in one region. */
    public enum Kind {
        /** A device. */
        DEVICE,
        /** An end user, by uid. */
        USER,
        /** A home. */
        HOME,
        /** A space. */
        SPACE,
        /** An asset. */
        ASSET,
        /** A token of the cloud, by a hash that does not give it away. */
        TOKEN
    }
}
