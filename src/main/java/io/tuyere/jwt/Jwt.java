package io.tuyere.jwt;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as it was shown (RFC 7519, in the compact form of RFC 7515): read, but not proven. Headers that lead to keys
 * ({@code jku}, {@code jwk}, {@code x5u}, {@code x5c}) are not looked at. Any thread.
 */
public final class Jwt {
    static final int LONGEST = 8 * 1024;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    /** How base64url begins where an object does, whatever follows its brace. */
    private static final Pattern OBJECT = Pattern.compile("e[w-z0-9_-]");

    private final Algorithm algorithm;
    private final @Nullable String kid;
    private final Claims claims;
    private final byte[] signedBytes;
    private final byte[] signature;

    private Jwt(JsonObject header, JsonObject claims, byte[] signedBytes, byte[] signature) {
        this.algorithm = algorithm(header);
        this.kid = kid(header);
        this.claims = new Claims(claims);
        this.signedBytes = signedBytes;
        this.signature = signature;
    }

    /** Whether a text is to be taken for a token, right or wrong: three parts in base64url, of which the first begins an object. */
    public static boolean resembles(String text) {
        return OBJECT.matcher(text).lookingAt() && FORM.matcher(text).matches();
    }

    /** The token that is written so; fails with {@link Failure.JwtInvalid} for one that cannot be used. */
    static Jwt parse(String text) {
        if (text.length() > LONGEST) {
            throw refused("it is longer than " + LONGEST + " bytes; let the issuer put less into it");
        }
        if (!FORM.matcher(text).matches()) {
            throw refused("it is not three parts in base64url");
        }
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        try {
            return new Jwt(
                    object(text.substring(0, first)),
                    object(text.substring(first + 1, last)),
                    text.substring(0, last).getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(text.substring(last + 1)));
        } catch (DecodeException | IllegalArgumentException unreadable) {
            throw refused("it cannot be read; header and claims are JSON objects in base64url");
        }
    }

    private static JsonObject object(String base64) {
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(base64)));
    }

    /** Words without quotes and backslashes, which {@code WWW-Authenticate} could not hold. */
    static FailureException refused(String why) {
        return new Failure.JwtInvalid(why).toException();
    }

    private static Algorithm algorithm(JsonObject header) {
        if (header.containsKey("crit")) {
            throw refused("its header has crit, and no extension is known here");
        }
        return Algorithm.of(String.valueOf(header.getValue("alg")))
                .orElseThrow(() -> refused("its algorithm is not taken; let the issuer sign with " + Algorithm.all()));
    }

    private static @Nullable String kid(JsonObject header) {
        Object kid = header.getValue("kid");
        if (kid != null && !(kid instanceof String)) {
            throw refused("kid is no text");
        }
        return (String) kid;
    }

    Algorithm algorithm() {
        return algorithm;
    }

    /** The name of the key that signed it, null for none. */
    @Nullable
    String kid() {
        return kid;
    }

    Claims claims() {
        return claims;
    }

    /** What the signature covers. */
    byte[] signedBytes() {
        return signedBytes;
    }

    byte[] signature() {
        return signature;
    }

    @Override
    public String toString() {
        return "Jwt[***]";
    }
}
