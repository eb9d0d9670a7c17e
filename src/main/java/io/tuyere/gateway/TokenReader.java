package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.Tenant;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.GatewayTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the gateway's own tokens, and remembers those it read lately: the MAC of a token is checked once, not with every
 * call. Owner's event loop only.
 */
public final class TokenReader {
    private static final int MAX_REMEMBERED = 32_768;

    private final GatewayTokens tokens;
    private final LongSupplier nowMillis;
    private final Map<String, GatewayToken> read = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, GatewayToken> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** The collaborators it works with. */
    public TokenReader(GatewayTokens tokens, LongSupplier nowMillis) {
        this.tokens = tokens;
        this.nowMillis = nowMillis;
    }

    /** What the token says; a failure when it is none of this kind and tenant. */
    GatewayToken read(String text, GatewayToken.Kind kind, Tenant tenant) {
        GatewayToken token = known(text);
        if (token == null || token.kind() != kind || !token.tenant().equals(tenant.id())) {
            throw new Failure.TokenInvalid("it was not issued here, is expired, or is for another use").toException();
        }
        return token;
    }

    private @Nullable GatewayToken known(String text) {
        GatewayToken remembered = read.get(text);
        if (remembered == null) {
            tokens.read(text).ifPresent(token -> read.put(text, token));
            return read.get(text);
        }
        if (remembered.expiresAtMillis() <= nowMillis.getAsLong()) {
            read.remove(text);
            return null;
        }
        return remembered;
    }
}
