package io.tuyere.sign;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The Content-SHA256 line of the canonical string. Most calls have no body or {@code {}}, whose hashes are known. Not
 * thread-safe: one per event loop.
 */
public final class ContentHash {
    static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static final String OF_EMPTY_OBJECT = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private static final HexFormat LOWER_HEX = HexFormat.of();

    private final MessageDigest sha256;

    public ContentHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    /**
     * The SHA-256 of these bytes in lower-case hexadecimal.
     *
     * @param body exactly as on the wire: JSON that was written anew has another hash
     */
    public String of(byte[] body) {
        if (body.length == 0) {
            return OF_NOTHING;
        }
        if (body.length == 2 && body[0] == '{' && body[1] == '}') {
            return OF_EMPTY_OBJECT;
        }
        return LOWER_HEX.formatHex(sha256.digest(body));
    }
}
