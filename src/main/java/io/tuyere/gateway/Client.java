package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import java.util.Optional;

/** Who calls: a tenant, by one of its credentials. */
public record Client(Tenant tenant, Credential credential) {
    /** The project that its calls to a region are signed for, empty where it has none. */
    Optional<Project> project(String region) {
        return credential instanceof Credential.Relay relay ? Optional.of(relay.project()) : tenant.project(region);
    }

    /** Whether it signs for the cloud itself. */
    boolean relayed() {
        return credential instanceof Credential.Relay;
    }
}
