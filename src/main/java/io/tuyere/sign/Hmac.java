package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tuyere.core.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * HMAC-SHA256 under one key, which is prepared once (RFC 2104). Not thread-safe: one per event loop and key, dropped when the
 * key is rotated. What is held for a key is the key alone, 128 bytes; the digest that does the work is shared by all keys of an
 * event loop, where a {@code Mac} would bring two of its own, and ten thousand tenants would no longer fit.
 */
public final class Hmac {
    private static final int BLOCK_BYTES = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    private final MessageDigest sha256;
    private final byte[] inner;
    private final byte[] outer;

    /** With a digest of its own. */
    public Hmac(Secret key) {
        this(key, sha256());
    }

    /** With a digest that it shares with others of the same event loop. */
    public Hmac(Secret key, MessageDigest sha256) {
        this.sha256 = sha256;
        byte[] bytes = key.bytes();
        byte[] block = Arrays.copyOf(bytes.length > BLOCK_BYTES ? sha256.digest(bytes) : bytes, BLOCK_BYTES);
        this.inner = padded(block, INNER);
        this.outer = padded(block, OUTER);
    }

    /** A digest to share. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    private static byte[] padded(byte[] block, byte pad) {
        byte[] padded = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            padded[i] = (byte) (block[i] ^ pad);
        }
        return padded;
    }

    /** The HMAC of the message's UTF-8 bytes in upper-case hexadecimal, as the {@code sign} header carries it. */
    public String sign(String message) {
        sha256.update(inner);
        byte[] digest = sha256.digest(message.getBytes(UTF_8));
        sha256.update(outer);
        return UPPER_HEX.formatHex(sha256.digest(digest));
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
