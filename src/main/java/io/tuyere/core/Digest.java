package io.tuyere.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of a secret that only has to be recognized. */
public final class Digest {
    private Digest() {}

    /** SHA-256 of the UTF-8 form of a text, in lower-case hexadecimal digits. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** SHA-256 of the UTF-8 form of a text. */
    public static byte[] bytes(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
