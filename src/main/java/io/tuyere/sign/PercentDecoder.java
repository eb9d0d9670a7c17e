package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * Undoes percent-encoding and never refuses: an escape that is not two hexadecimal digits stays as it is, bytes that are
 * not UTF-8 become U+FFFD.
 */
final class PercentDecoder {
    private static final int ESCAPE_LENGTH = 3;

    private PercentDecoder() {}

    /** A path, in which a plus is a plus. */
    static String path(String raw) {
        return raw.indexOf('%') < 0 ? raw : unescape(raw);
    }

    /** A key or value of a query, in which a plus is a space. */
    static String form(String raw) {
        return path(raw.replace('+', ' '));
    }

    private static String unescape(String raw) {
        StringBuilder decoded = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            int end = endOfEscapes(raw, at);
            if (end == at) {
                decoded.append(raw.charAt(at));
                at++;
            } else {
                decoded.append(unescape(raw, at, end));
                at = end;
            }
        }
        return decoded.toString();
    }

    private static int endOfEscapes(String raw, int from) {
        int end = from;
        while (isEscape(raw, end)) {
            end += ESCAPE_LENGTH;
        }
        return end;
    }

    private static boolean isEscape(String raw, int at) {
        return at + 2 < raw.length()
                && raw.charAt(at) == '%'
                && HexFormat.isHexDigit(raw.charAt(at + 1))
                && HexFormat.isHexDigit(raw.charAt(at + 2));
    }

    /** Adjacent escapes are decoded together, since a character may take up to four. */
    private static String unescape(String raw, int from, int to) {
        byte[] bytes = new byte[(to - from) / ESCAPE_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            int digits = from + i * ESCAPE_LENGTH + 1;
            bytes[i] = (byte) HexFormat.fromHexDigits(raw, digits, digits + 2);
        }
        return new String(bytes, UTF_8);
    }
}
