package io.tuyere.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Looks one parameter up in a raw query without taking the whole query apart. */
final class QueryParameters {
    private QueryParameters() {}

    /** The decoded value of the first parameter of that (plain) name, empty for none. */
    static String first(@Nullable String query, String name) {
        if (query == null) {
            return "";
        }
        int at = 0;
        while (at < query.length()) {
            int end = query.indexOf('&', at);
            if (end < 0) {
                end = query.length();
            }
            if (query.startsWith(name, at) && at + name.length() < end && query.charAt(at + name.length()) == '=') {
                return decoded(query.substring(at + name.length() + 1, end));
            }
            at = end + 1;
        }
        return "";
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return value;
        }
    }
}
