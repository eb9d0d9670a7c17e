package io.tuyere.core;

import org.jspecify.annotations.Nullable;

/**
 * Tuya's cloud project: the access id and secret that its data centres know.
 *
 * @param accessId the project's public id ({@code client_id} on the wire)
 * @param accessSecret signs every call to the cloud and never leaves the gateway; null for a project whose owner signs
 */
public record Project(String accessId, @Nullable Secret accessSecret) {
    public Project {
        if (accessId.isBlank()) {
            throw new IllegalArgumentException("a project's access-id must not be blank");
        }
    }

    /** A project whose owner signs its calls, and whose secret the gateway does not have. */
    public static Project foreign(String accessId) {
        return new Project(accessId, null);
    }

    /** The secret, of a project that the gateway signs for. */
    public Secret secret() {
        if (accessSecret == null) {
            throw new IllegalStateException("the gateway does not sign for project " + accessId);
        }
        return accessSecret;
    }
}
