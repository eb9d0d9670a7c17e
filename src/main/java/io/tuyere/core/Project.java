package io.tuyere.core;

import org.jspecify.annotations.Nullable;

/**
 * Tuya's cloud project: the access id and secret that its data centres know.
 *
 * @param accessId the project's public id ({@code client_id} on the wire)
 * @param secrets sign every call to the cloud and never leave the gateway; null for a project whose owner signs
 */
public record Project(String accessId, @Nullable Secrets secrets) {
    public Project {
        if (accessId.isBlank()) {
            throw new IllegalArgumentException("a project's access-id must not be blank");
        }
    }

    /** A project with a single secret. */
    public Project(String accessId, Secret only) {
        this(accessId, Secrets.of(only));
    }

    /** A project whose owner signs its calls, and whose secret the gateway does not have. */
    public static Project foreign(String accessId) {
        return new Project(accessId, (Secrets) null);
    }

    /** Whether it has two secrets, either of which a data centre may take. */
    public boolean rotating() {
        return secrets != null && secrets.rotating();
    }

    /** The secrets of a project that the gateway signs for. */
    public Secrets ownSecrets() {
        if (secrets == null) {
            throw new IllegalStateException("the gateway does not sign for project " + accessId);
        }
        return secrets;
    }

    /** The newest secret of a project that the gateway signs for. */
    public Secret secret() {
        return ownSecrets().newest();
    }

    /** The same project with only this secret. */
    public Project signedWith(Secret only) {
        return new Project(accessId, only);
    }
}
