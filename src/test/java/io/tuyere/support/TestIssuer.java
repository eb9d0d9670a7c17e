package io.tuyere.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An identity provider: makes keys, publishes them, signs tokens. With the JDK alone, so that it shares no mistake. */
public final class TestIssuer {
    /** What its tokens have in {@code iss}. */
    public static final String NAME = "https://login.example.com/";

    /** What its tokens have in {@code aud}. */
    public static final String AUDIENCE = "tuyere";

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestIssuer() {}

    /** A key by its name and what it signs with; the same one whenever it is asked for. */
    public record IssuerKey(String kid, String alg) {
        /** The public half as it is published. */
        public JsonObject jwk() {
            return publicHalf(pair()).put("kid", kid).put("alg", alg).put("use", "sig");
        }

        /** The public half in a key set, alone. */
        public String set() {
            return keySet(this);
        }

        /** The public half in DER. */
        public byte[] publicBytes() {
            return pair().getPublic().getEncoded();
        }

        private KeyPair pair() {
            return PAIRS.computeIfAbsent(kid + alg, name -> generated(alg));
        }

        /** A token with these claims. */
        public String token(JsonObject claims) {
            return token(new JsonObject().put("alg", alg).put("typ", "JWT").put("kid", kid), claims);
        }

        /** A token with these headers and claims. */
        public String token(JsonObject header, JsonObject claims) {
            String signed = base64(header.encode()) + '.' + base64(claims.encode());
            return signed + '.' + base64(signature(signed.getBytes(StandardCharsets.US_ASCII)));
        }

        private byte[] signature(byte[] bytes) {
            try {
                Signature signature = signatureOf(alg);
                signature.initSign(pair().getPrivate());
                signature.update(bytes);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A key set with these keys. */
    public static String keySet(IssuerKey... keys) {
        JsonArray all = new JsonArray();
        Stream.of(keys).map(IssuerKey::jwk).forEach(all::add);
        return new JsonObject().put("keys", all).encode();
    }

    /** The claims of a token of a tenant, good for five minutes from then. */
    public static JsonObject claims(String tenant, long nowMillis) {
        return new JsonObject()
                .put("iss", NAME)
                .put("aud", AUDIENCE)
                .put("sub", "hunter2-subject")
                .put("iat", nowMillis / 1_000)
                .put("exp", nowMillis / 1_000 + 300)
                .put("tenant", tenant);
    }

    /** Text in base64url. */
    public static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Signature signatureOf(String alg) throws GeneralSecurityException {
        String bits = alg.replaceAll("\\D", "");
        if (alg.startsWith("RS")) {
            return Signature.getInstance("SHA" + bits + "withRSA");
        }
        if (alg.startsWith("ES")) {
            return Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
        }
        if (alg.equals("EdDSA")) {
            return Signature.getInstance("Ed25519");
        }
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec(
                "SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits), Integer.parseInt(bits) / 8, 1));
        return pss;
    }

    private static KeyPair generated(String alg) {
        return switch (alg) {
            case "ES256" -> generated("EC", new ECGenParameterSpec("secp256r1"));
            case "ES384" -> generated("EC", new ECGenParameterSpec("secp384r1"));
            case "ES512" -> generated("EC", new ECGenParameterSpec("secp521r1"));
            case "EdDSA" -> generated("Ed25519", null);
            default -> generated("RSA", null);
        };
    }

    private static KeyPair generated(String type, @Nullable AlgorithmParameterSpec spec) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            if (spec != null) {
                generator.initialize(spec);
            } else if (type.equals("RSA")) {
                generator.initialize(2_048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject publicHalf(KeyPair pair) {
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("n", number(rsa.getModulus(), 256))
                    .put("e", number(rsa.getPublicExponent(), 3));
        }
        if (pair.getPublic() instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            int bytes = (bits + 7) / 8;
            return new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-" + bits)
                    .put("x", number(ec.getW().getAffineX(), bytes))
                    .put("y", number(ec.getW().getAffineY(), bytes));
        }
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", base64(point));
    }

    private static String number(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[length];
        int kept = Math.min(length, bytes.length);
        System.arraycopy(bytes, bytes.length - kept, padded, length - kept, kept);
        return base64(padded);
    }
}
