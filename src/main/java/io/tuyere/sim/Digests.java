package io.tuyere.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests that every JDK has, without the checked exception. */
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        return named("SHA-256");
    }

    /** Lower-case hex of a text's digest: how logins send a password. */
    static String hex(String algorithm, String text) {
        return HexFormat.of().formatHex(named(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
