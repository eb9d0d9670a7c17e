package io.tuyere.token;

import io.tuyere.core.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and reads the tokens that clients get instead of the cloud's. They authenticate themselves: what they say is
 * written in them, followed by a MAC, so every instance that has the master key reads them without asking anybody. Any
 * thread.
 *
 * <p>Form: base64url of {@code version (1) kind (1) expiry in seconds (4) salt (4)}, three strings of a length byte and
 * UTF-8 text {@code (tenant, region, uid)}, and the first 16 bytes of an HMAC-SHA256 over all that.
 */
public final class GatewayTokens {
    /** Life of an access token: what the cloud gives too. */
    public static final Duration ACCESS_LIFE = Duration.ofHours(2);

    /** Life of a refresh token. */
    public static final Duration REFRESH_LIFE = Duration.ofDays(30);

    private static final byte VERSION = 1;
    private static final int TAG_BYTES = 16;
    private static final int MAX_LENGTH = 1_100;
    private static final String PURPOSE = "tuyere gateway tokens";

    private final List<SecretKeySpec> keys;
    private final LongSupplier nowMillis;

    /**
     * Tokens under these master keys, by a clock in milliseconds since the epoch.
     *
     * @param masterKeys the first one issues, all of them are accepted
     */
    public GatewayTokens(List<Secret> masterKeys, LongSupplier nowMillis) {
        if (masterKeys.isEmpty()) {
            throw new IllegalArgumentException("tokens need a master key");
        }
        this.keys = masterKeys.stream().map(GatewayTokens::derived).toList();
        this.nowMillis = nowMillis;
    }

    private static SecretKeySpec derived(Secret masterKey) {
        byte[] key = mac(new SecretKeySpec(masterKey.bytes(), "HmacSHA256"), PURPOSE.getBytes(StandardCharsets.UTF_8));
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * An access token and the refresh token that goes with it.
     *
     * @param access text of the access token
     * @param refresh text of the refresh token
     * @param lifeSeconds life of the access token
     */
    public record Pair(String access, String refresh, long lifeSeconds) {
        @Override
        public String toString() {
            return "Pair[***]";
        }
    }

    /** A pair for the project of a tenant, bound to a region only where the client named one. */
    public Pair forProject(String tenant, Optional<String> region) {
        return pair(tenant, region.orElse(""), "");
    }

    /** A pair for a signed-in user, bound to the user's region. */
    public Pair forUser(TokenKey.OfUser user) {
        return pair(user.tenant(), user.region(), user.uid());
    }

    private Pair pair(String tenant, String region, String uid) {
        return new Pair(
                write(GatewayToken.Kind.ACCESS, ACCESS_LIFE, tenant, region, uid),
                write(GatewayToken.Kind.REFRESH, REFRESH_LIFE, tenant, region, uid),
                ACCESS_LIFE.toSeconds());
    }

    private String write(GatewayToken.Kind kind, Duration life, String tenant, String region, String uid) {
        Buffer text = Buffer.buffer(96)
                .appendByte(VERSION)
                .appendByte(kind.mark())
                .appendInt((int) (nowMillis.getAsLong() / 1000 + life.toSeconds()))
                .appendInt(ThreadLocalRandom.current().nextInt());
        for (String part : List.of(tenant, region, uid)) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            if (utf8.length > 255) {
                throw new IllegalArgumentException("tenant, region and uid of a token take at most 255 bytes each");
            }
            text.appendByte((byte) utf8.length).appendBytes(utf8);
        }
        byte[] said = text.getBytes();
        text.appendBytes(mac(keys.get(0), said), 0, TAG_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes());
    }

    /** What a token says; empty when it is not ours, was changed, or is expired. */
    public Optional<GatewayToken> read(String token) {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        return authentic(bytes) ? said(Buffer.buffer(bytes)) : Optional.empty();
    }

    private boolean authentic(byte[] bytes) {
        int length = bytes.length - TAG_BYTES;
        if (length < 13 || bytes[0] != VERSION) {
            return false;
        }
        byte[] said = Arrays.copyOf(bytes, length);
        byte[] tag = Arrays.copyOfRange(bytes, length, bytes.length);
        boolean matches = false;
        for (SecretKeySpec key : keys) {
            matches |= MessageDigest.isEqual(Arrays.copyOf(mac(key, said), TAG_BYTES), tag);
        }
        return matches;
    }

    private Optional<GatewayToken> said(Buffer bytes) {
        GatewayToken.Kind kind = GatewayToken.Kind.marked(bytes.getByte(1));
        long expiresAtMillis = bytes.getUnsignedInt(2) * 1000;
        if (expiresAtMillis <= nowMillis.getAsLong()) {
            return Optional.empty();
        }
        int tenantAt = 11;
        int regionAt = tenantAt + bytes.getUnsignedByte(tenantAt - 1) + 1;
        int uidAt = regionAt + bytes.getUnsignedByte(regionAt - 1) + 1;
        String tenant = bytes.getString(tenantAt, regionAt - 1);
        String region = bytes.getString(regionAt, uidAt - 1);
        String uid = bytes.getString(uidAt, uidAt + bytes.getUnsignedByte(uidAt - 1));
        return Optional.of(new GatewayToken(
                kind,
                tenant,
                region.isEmpty() ? Optional.empty() : Optional.of(region),
                uid.isEmpty() ? Optional.empty() : Optional.of(new TokenKey.OfUser(tenant, region, uid)),
                expiresAtMillis));
    }

    private static byte[] mac(SecretKeySpec key, byte[] said) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(said);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
