package io.tuyere.gateway;

import io.tuyere.core.Failure;
import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    void check(Target target, @Nullable String host, Directory directory) {
        String authority = target.authority();
        if (authority == null) {
            return;
        }
        if (!authority.equalsIgnoreCase(publicUrl.get().getRawAuthority())
                && directory.regions().byAuthority(authority).isEmpty()) {
            throw new Failure.HostNotAllowed().toException();
        }
        if (host != null && !same(authority, host)) {
            throw new Failure.BadRequest("Host names another host than the request target").toException();
        }
    }

    /** Whether both name the same host, with the same port where both name one other than the schemes' own. */
    static boolean same(String authority, String host) {
        return plain(authority).equals(plain(host));
    }

    private static String plain(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        for (String port : new String[] {":443", ":80"}) {
            if (lower.endsWith(port)) {
                return lower.substring(0, lower.length() - port.length());
            }
        }
        return lower;
    }
}
