package io.tuyere.jwt;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a token may be signed (RFC 7518, section 3.1; RFC 8037): with a private key, so that whoever can check it cannot make it.
 * What is not here is refused, {@code none} and {@code HS256} among it.
 */
enum Algorithm {
    RS256("RSA", "", 0),
    RS384("RSA", "", 0),
    RS512("RSA", "", 0),
    PS256("RSA", "", 0),
    PS384("RSA", "", 0),
    PS512("RSA", "", 0),
    ES256("EC", "P-256", 64),
    ES384("EC", "P-384", 96),
    ES512("EC", "P-521", 132),
    EDDSA("OKP", "Ed25519", 64);

    private static final List<Algorithm> ALL = List.of(values());

    private final String keyType;
    private final String curve;
    private final int signatureBytes;

    /**
     * An algorithm.
     *
     * @param curve that its keys lie on, empty for none
     * @param signatureBytes length of its signatures, 0 for that of the key's modulus
     */
    Algorithm(String keyType, String curve, int signatureBytes) {
        this.keyType = keyType;
        this.curve = curve;
        this.signatureBytes = signatureBytes;
    }

    /** The algorithm that a header names in {@code alg}. */
    static Optional<Algorithm> of(String alg) {
        return ALL.stream().filter(each -> each.label().equals(alg)).findFirst();
    }

    /** Those that a key may be used with: of its type and curve, and only the one that the key names, if it does. */
    static List<Algorithm> of(JsonObject jwk) {
        return ALL.stream().filter(each -> each.fits(jwk)).toList();
    }

    /** All of them, for people. */
    static String all() {
        return Arrays.stream(values()).map(Algorithm::label).collect(Collectors.joining(", "));
    }

    private boolean fits(JsonObject jwk) {
        Object alg = jwk.getValue("alg");
        return keyType.equals(jwk.getValue("kty"))
                && (curve.isEmpty() || curve.equals(jwk.getValue("crv")))
                && (alg == null || label().equals(alg));
    }

    /** Its name in tokens and keys. */
    String label() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** Length of its signatures in bytes, 0 where the key decides. */
    int signatureBytes() {
        return signatureBytes;
    }
}
