package io.tuyere.gateway;

import io.tuyere.core.Failure;
import java.net.URI;
import java.util.function.Supplier;

/**
 * Sees to it that a target in absolute form is meant for a data centre or for this gateway (RFC 9112, section 3.2.2), so that
 * nobody's call to another host ends up in the Tuya cloud. Any thread.
 */
public final class Addressee {
    private final Supplier<URI> publicUrl;

    /** Knows what clients reach the gateway under. */
    public Addressee(Supplier<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    void check(Target target, Directory directory) {
        String authority = target.authority();
        if (authority != null
                && !authority.equalsIgnoreCase(publicUrl.get().getRawAuthority())
                && directory.regions().byAuthority(authority).isEmpty()) {
            throw new Failure.BadRequest(
                            "the host in the request target is neither that of a data centre nor that of public-url")
                    .toException();
        }
    }
}
