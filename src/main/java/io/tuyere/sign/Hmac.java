package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tuyere.core.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under one key, which is prepared once. Not thread-safe: one per event loop and key, dropped when the key
 * is rotated.
 */
public final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    private final Mac mac;

    public Hmac(Secret key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has HMAC-SHA256", e);
        }
    }

    /** The HMAC of the message's UTF-8 bytes in upper-case hexadecimal, as the {@code sign} header carries it. */
    public String sign(String message) {
        return UPPER_HEX.formatHex(mac.doFinal(message.getBytes(UTF_8)));
    }

    /**
     * Whether the claimed signature is the one of this message. The time taken does not tell where they differ.
     *
     * @param claimed as on the wire; only upper-case hexadecimal is right, which is what Tuya documents and every known
     *     SDK sends
     */
    public boolean matches(String message, String claimed) {
        return MessageDigest.isEqual(sign(message).getBytes(ISO_8859_1), claimed.getBytes(ISO_8859_1));
    }
}
