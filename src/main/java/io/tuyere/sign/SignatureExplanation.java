package io.tuyere.sign;

import org.jspecify.annotations.Nullable;

/**
 * What should have been signed, and where a client went another way. Tokens and secrets of the request are masked in every
 * part, star for character, so that columns still count.
 *
 * @param canonicalText the documented text for the request
 * @param message the whole signed message: client id, access token, time, nonce, text
 * @param difference where the claim first differs; null when it is right
 */
public record SignatureExplanation(
        String canonicalText, String message, @Nullable Difference difference) {

    /** Whether the claim is what is documented. */
    public boolean right() {
        return difference == null;
    }

    /** How much it explains: 2 where the claim is right, 1 where it is a known form of the text, else 0. */
    int explains() {
        return difference == null ? 2 : Math.min(1, difference.line());
    }

    /**
     * The first difference.
     *
     * @param line in the canonical text, from 1; 0 when the difference is not in the text or its place is not known
     * @param column in that line, from 1; 0 with line 0
     * @param expected that line as documented; empty with line 0
     * @param found that line as claimed; empty with line 0
     * @param cause the likely reason, a clause without a full stop
     */
    public record Difference(int line, int column, String expected, String found, String cause) {}
}
