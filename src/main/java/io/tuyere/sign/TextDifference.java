package io.tuyere.sign;

import io.tuyere.sign.SignatureExplanation.Difference;

/** Where two strings-to-sign part, and why that is likely so when no known SDK writes it like that. */
final class TextDifference {
    private static final int METHOD_LINE = 1;
    private static final int HASH_LINE = 2;

    private TextDifference() {}

    /** The first difference of two texts that are not equal. */
    static Difference between(String canonical, String claimed, String cause) {
        int at = firstDifference(canonical, claimed);
        return new Difference(
                lineOf(canonical, at),
                at - lineStart(canonical, at) + 1,
                line(canonical, at),
                line(claimed, at),
                cause);
    }

    static String likelyCause(String canonical, String claimed) {
        if (claimed.replace("\r\n", "\n").equals(canonical)) {
            return "lines end in CR LF instead of LF";
        }
        if (claimed.strip().equals(canonical)) {
            return "there is white space before or after the text";
        }
        int at = firstDifference(canonical, claimed);
        String expected = line(canonical, at);
        String found = line(claimed, at);
        return switch (lineOf(canonical, at)) {
            case METHOD_LINE -> "another method is signed";
            case HASH_LINE -> causeInHash(expected, found);
            default ->
                canonical.indexOf('\n', at) < 0
                        ? causeInUrl(expected, found, at - lineStart(canonical, at))
                        : "a signed header differs, is missing, or was not announced in Signature-Headers";
        };
    }

    private static String causeInHash(String expected, String found) {
        if (found.equals(ContentHash.OF_NOTHING)) {
            return "the body hash is of an empty body";
        }
        if (found.equals(ContentHash.OF_EMPTY_OBJECT)) {
            return "the body hash is of {}";
        }
        return found.equalsIgnoreCase(expected)
                ? "the body hash is not in lower case"
                : "the body was changed, or written anew, after it was hashed";
    }

    private static String causeInUrl(String expected, String found, int column) {
        if (found.endsWith(expected)) {
            return "something stands before the path, such as a host or a prefix of the base URL";
        }
        int questionMark = expected.indexOf('?');
        return questionMark < 0 || column < questionMark
                ? "another path or an extra query is signed"
                : "another query is signed";
    }

    private static int firstDifference(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        int at = 0;
        while (at < shorter && left.charAt(at) == right.charAt(at)) {
            at++;
        }
        return at;
    }

    private static int lineOf(String text, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    private static int lineStart(String text, int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private static String line(String text, int at) {
        int end = text.indexOf('\n', at);
        return text.substring(lineStart(text, at), end < 0 ? text.length() : end);
    }
}
