package io.tuyere.gateway;

import io.tuyere.core.ResourceId;
import io.tuyere.upstream.WireHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names the tokens that relayed clients hold, so that their region can be remembered: by a hash, since a token itself never
 * becomes a key. Any thread.
 */
final class RelayedTokens {
    private RelayedTokens() {}

    /** The token that a relayed call shows, in its header or, for a refresh, in its path; empty for none. */
    static Optional<ResourceId> shown(Exchange exchange) {
        String token = exchange.endpoint() == Endpoint.REFRESH
                ? Endpoint.refreshToken(exchange.target().path())
                : exchange.header(WireHeaders.ACCESS_TOKEN);
        return token.isEmpty() || !(exchange.endpoint().needsToken() || exchange.endpoint() == Endpoint.REFRESH)
                ? Optional.empty()
                : Optional.of(named(token));
    }

    /** The name of a token. */
    static ResourceId named(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new ResourceId(ResourceId.Kind.TOKEN, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
