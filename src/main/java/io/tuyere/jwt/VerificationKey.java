package io.tuyere.jwt;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import io.vertx.ext.auth.impl.jose.JWS;
import java.math.BigInteger;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key of an issuer, for the algorithms that it may be used with. Keys and signatures are Vert.x's; its own reader of
 * tokens is not used, because it takes a token without {@code exp}, and one without a signature where it could read no key.
 * Any thread.
 */
final class VerificationKey {
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int MOST_RSA_BITS = 8_192;
    private static final List<String> PUBLIC_MEMBERS = List.of("kty", "n", "e", "crv", "x", "y");

    private final @Nullable String kid;
    private final Map<Algorithm, JWS> verifiers;

    private VerificationKey(@Nullable String kid, Map<Algorithm, JWS> verifiers) {
        this.kid = kid;
        this.verifiers = verifiers;
    }

    /**
     * The key that is written so (RFC 7517); null for one that is not for signatures of the kinds that are taken.
     *
     * @throws IllegalArgumentException when it is for them, but no key
     */
    static @Nullable VerificationKey of(JsonObject jwk) {
        List<Algorithm> algorithms = Algorithm.of(jwk);
        Object use = jwk.getValue("use");
        if (algorithms.isEmpty() || (use != null && !use.equals("sig"))) {
            return null;
        }
        try {
            checkModulus(jwk);
            JsonObject plain = new JsonObject();
            PUBLIC_MEMBERS.stream().filter(jwk::containsKey).forEach(name -> plain.put(name, jwk.getString(name)));
            Map<Algorithm, JWS> verifiers = new EnumMap<>(Algorithm.class);
            for (Algorithm each : algorithms) {
                verifiers.put(each, new JWS(new JWK(plain.copy().put("alg", each.label()))));
            }
            return new VerificationKey(jwk.getString("kid"), verifiers);
        } catch (RuntimeException unreadable) { // of many kinds, for as many mistakes
            throw new IllegalArgumentException(
                    "one of its keys cannot be used: " + unreadable.getMessage(), unreadable);
        }
    }

    private static void checkModulus(JsonObject jwk) {
        if ("RSA".equals(jwk.getValue("kty"))) {
            int bits = new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("n"))).bitLength();
            if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
                throw new IllegalArgumentException(
                        "RSA keys have " + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits, this one " + bits);
            }
        }
    }

    /** What tokens call it, null for nothing. */
    @Nullable
    String kid() {
        return kid;
    }

    /** What it may be used with. */
    Set<Algorithm> algorithms() {
        return verifiers.keySet();
    }

    /** Whether it signed the token. Takes a few milliseconds with some algorithms; not on an event loop. */
    boolean verifies(Jwt jwt) {
        JWS verifier = verifiers.get(jwt.algorithm());
        int length = jwt.algorithm().signatureBytes();
        if (verifier == null || (length != 0 && jwt.signature().length != length)) {
            return false;
        }
        try {
            return verifier.verify(jwt.signature(), jwt.signedBytes());
        } catch (RuntimeException noSignature) { // what the JDK says of bytes that cannot be one
            return false;
        }
    }
}
