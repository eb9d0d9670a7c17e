package io.tuyere.token;

import io.tuyere.core.Secret;
import io.tuyere.redis.SealedValues;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tokens as Redis keeps them: {@code fence ":" end of life ":" sealed rest}. Fence and end of life are readable, because
 * scripts judge by them; the end of life is by Redis's clock, so that instances whose clocks differ agree on it. Any thread.
 */
final class SealedTokens {
    private static final int MAX_PLAIN = 40;

    private final SealedValues values;

    SealedTokens(SealedValues values) {
        this.values = values;
    }

    /** The sealed part. */
    Buffer seal(TokenName name, UpstreamToken token) {
        JsonObject plain = new JsonObject()
                .put("access", token.access().reveal())
                .put("refresh", token.refresh().reveal())
                .put("uid", token.uid())
                .put("login", token.login().name());
        return Buffer.buffer(values.seal(name.token(), plain.toBuffer().getBytes()));
    }

    /**
     * The token in a stored value; empty for anything that is not one of ours.
     *
     * @param aheadMillis how far this instance's clock is ahead of Redis's
     */
    Optional<UpstreamToken> open(TokenName name, byte[] stored, long aheadMillis) {
        int first = colon(stored, 0);
        int second = first < 0 ? -1 : colon(stored, first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        try {
            long expires = Long.parseLong(new String(stored, first + 1, second - first - 1, StandardCharsets.US_ASCII));
            byte[] sealed = Buffer.buffer(stored).getBytes(second + 1, stored.length);
            return values.open(name.token(), sealed).map(plain -> token(plain, expires + aheadMillis));
        } catch (IllegalArgumentException | DecodeException | ClassCastException notOurs) {
            return Optional.empty();
        }
    }

    private static UpstreamToken token(byte[] plain, long expiresAtMillis) {
        JsonObject json = new JsonObject(Buffer.buffer(plain));
        return new UpstreamToken(
                Secret.of(json.getString("access", "")),
                Secret.of(json.getString("refresh", "")),
                json.getString("uid", ""),
                expiresAtMillis,
                Login.valueOf(json.getString("login", "")));
    }

    private static int colon(byte[] stored, int from) {
        for (int i = from; i < stored.length && i < MAX_PLAIN; i++) {
            if (stored[i] == ':') {
                return i;
            }
        }
        return -1;
    }
}
