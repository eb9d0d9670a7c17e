package io.tuyere.observe;

import io.tuyere.core.PathTemplate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A path as a log may tell it. Segments that the template states are told as they are; any other is an id, told as a tilde and
 * the beginning of its SHA-256, so that calls on the same thing can be found and the thing is not named; a token is never told.
 *
 * @param path raw, without a region prefix
 * @param template what the path was folded into
 * @param plain whether ids are told as they are
 */
public record LoggedPath(String path, PathTemplate template, boolean plain) {
    private static final int HASH_BYTES = 6;
    private static final int MOST_SEGMENTS = 12;
    private static final String HIDDEN = "***";

    /** The path to be told. */
    String text() {
        String[] segments = path.split("/", MOST_SEGMENTS);
        String[] stated = template.text().split("/", -1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < segments.length; i++) {
            String pattern = i < stated.length ? stated[i] : "*";
            text.append(i == 0 ? "" : "/").append(told(segments[i], pattern, i == 0 ? "" : segments[i - 1]));
        }
        return text.toString();
    }

    private String told(String segment, String pattern, String before) {
        if (segment.isEmpty() || segment.equals(pattern)) {
            return segment;
        }
        if (isToken(pattern, before)) {
            return HIDDEN;
        }
        return plain ? segment : "~" + hash(segment);
    }

    /** The gateway takes a token behind {@code token} in any version of a path, and however that is encoded. */
    private static boolean isToken(String pattern, String before) {
        return pattern.contains("token") || before.contains("token") || before.indexOf('%') >= 0;
    }

    private static String hash(String segment) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(segment.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Names nothing of the path, which may hold a token. */
    @Override
    public String toString() {
        return "LoggedPath[" + template.text() + "]";
    }
}
