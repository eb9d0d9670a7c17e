package io.tuyere.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Names of keys. All begin with {@code tuyere:1:}, where 1 is the version of the layout: instances of different layouts do not
 * see each other's values.
 */
public final class RedisKeys {
    /** What every key and channel begins with. */
    public static final String PREFIX = "tuyere:1:";

    static final String PROBE = PREFIX + "probe";
    private static final String HEX = "0123456789ABCDEF";

    private RedisKeys() {}

    /** An id as part of a key: letters, digits, dash, dot and underscore as they are, everything else percent-encoded. */
    public static String escaped(String id) {
        StringBuilder escaped = new StringBuilder(id.length());
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (plain(c)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return escaped.toString();
    }

    /** The id that was escaped. */
    public static String unescaped(String escaped) {
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_';
    }
}
