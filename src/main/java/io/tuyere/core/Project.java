package io.tuyere.core;

/**
 * Tuya's cloud project: the access id and secret that its data centres know.
 *
 * @param accessId the project's public id ({@code client_id} on the wire)
 * @param accessSecret signs every call to the cloud; never leaves the gateway
 */
public record Project(String accessId, Secret accessSecret) {
    public Project {
        if (accessId.isBlank()) {
            throw new IllegalArgumentException("a project's access-id must not be blank");
        }
    }
}
