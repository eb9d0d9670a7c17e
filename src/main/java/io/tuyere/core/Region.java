package io.tuyere.core;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * A Tuya data centre, or a private one of the same interface.
 *
 * @param id short name in configuration, headers and metrics: {@code eu}
 * @param baseUrl scheme, host and optional port of its OpenAPI; no path
 * @param messageQueue URL of its message queue, or {@code unknown}
 * @param aliases other names that clients use for it, lower case
 * @param source where these facts come from
 */
public record Region(
        String id, String displayName, URI baseUrl, String messageQueue, Set<String> aliases, String source) {
    public Region {
        aliases = Set.copyOf(aliases);
        String scheme = baseUrl.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException("base-url of region " + id + " must be http or https: " + baseUrl);
        }
        if (baseUrl.getHost() == null) {
            throw new IllegalArgumentException("base-url of region " + id + " has no host: " + baseUrl);
        }
        if (!baseUrl.getRawPath().isEmpty() && !baseUrl.getRawPath().equals("/")) {
            throw new IllegalArgumentException("base-url of region " + id + " must have no path: " + baseUrl);
        }
    }

    /** Whether calls go over TLS. */
    public boolean tls() {
        return "https".equals(baseUrl.getScheme());
    }

    /** The port that is connected to, the scheme's own where the URL names none. */
    public int port() {
        return baseUrl.getPort() >= 0 ? baseUrl.getPort() : tls() ? 443 : 80;
    }

    /** Lower-case host without a port. */
    public String host() {
        return baseUrl.getHost().toLowerCase(Locale.ROOT);
    }

    /** The value of the Host header of calls to it: the port only where it is not the scheme's own. */
    public String authority() {
        return port() == (tls() ? 443 : 80) ? host() : host() + ":" + port();
    }
}
