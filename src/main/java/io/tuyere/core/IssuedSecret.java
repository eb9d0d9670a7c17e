package io.tuyere.core;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that the gateway makes up: 160 random bits and more, with a beginning that tells scanners what they found. */
public final class IssuedSecret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LETTERS = 20;
    private static final int SECRET_LETTERS = 32;

    private IssuedSecret() {}

    /** A token for the administration API. */
    public static String adminToken() {
        return "tya_" + random(32);
    }

    /** An API key. */
    public static String apiKey() {
        return "tyk_" + random(32);
    }

    /** An access secret, as long as Tuya's. */
    public static String accessSecret() {
        return letters(SECRET_LETTERS);
    }

    /** An access id, which is no secret but must not be another's. */
    public static String accessId() {
        return letters(ID_LETTERS);
    }

    /** A secret to compare with where there is none: as long as an access secret, and nobody is told. */
    public static Secret nobodys() {
        return Secret.of(accessSecret());
    }

    private static String letters(int count) {
        StringBuilder letters = new StringBuilder(count);
        RANDOM.ints(count, 0, LETTERS.length()).forEach(at -> letters.append(LETTERS.charAt(at)));
        return letters.toString();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
