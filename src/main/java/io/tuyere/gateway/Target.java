package io.tuyere.gateway;

import io.tuyere.core.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The request target, taken apart.
 *
 * @param path raw path without a region prefix
 * @param query raw query without its question mark, null for none
 * @param regionPrefix what stood behind {@code /@} in front of the path, null for no prefix
 * @param authority host and port of a target in absolute form, null otherwise
 */
public record Target(
        String path,
        @Nullable String query,
        @Nullable String regionPrefix,
        @Nullable String authority) {
    /**
     * Reads a target as it stands in the request line.
     *
     * <p>The path that is routed must be the path that is signed and that the cloud sees, so nothing is normalised: a path
     * that could mean two things is refused.
     */
    public static Target parse(String target) {
        String authority = null;
        String rest = target;
        if (!rest.startsWith("/")) {
            int from = afterScheme(rest);
            int path = from < 0 ? -1 : rest.indexOf('/', from);
            authority = path < 0 ? "" : rest.substring(from, path);
            if (authority.isEmpty() || authority.indexOf('?') >= 0 || authority.indexOf('#') >= 0) {
                throw refused("the request target must be a path, or a URL with a path");
            }
            rest = rest.substring(path);
        }
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? null : rest.substring(question + 1);
        check(path);
        if (query != null) {
            checkQuery(query);
        }
        if (!path.startsWith("/@")) {
            return new Target(path, query, null, authority);
        }
        int end = path.indexOf('/', 2);
        if (end < 0) {
            throw refused("nothing follows the region prefix " + path);
        }
        return new Target(path.substring(end), query, path.substring(2, end), authority);
    }

    private static int afterScheme(String url) {
        int end = url.indexOf("://");
        String scheme = end < 0 ? "" : url.substring(0, end);
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https") ? end + 3 : -1;
    }

    /** The path with its region prefix, as a client that signs the prefix sees it. */
    public String prefixedPath() {
        return regionPrefix == null ? path : "/@" + regionPrefix + path;
    }

    /** Names neither path nor query, which may hold a token. */
    @Override
    public String toString() {
        return "Target[***]";
    }

    private static void check(String path) {
        int segment = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '\\' || c == '#' || c == ';') {
                throw refused("the path contains a character that must be percent-encoded");
            }
            if (c == '%') {
                checkEscape(path, i);
            }
            if (c == '/') {
                checkSegment(path, segment, i);
                segment = i + 1;
            }
        }
    }

    private static void checkQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw refused("the query contains a character that must be percent-encoded");
            }
        }
    }

    private static void checkSegment(String path, int from, int to) {
        boolean last = to == path.length();
        if (from == to && !last) {
            throw refused("the path contains an empty segment");
        }
        if ((to - from == 1 && path.charAt(from) == '.') || (to - from == 2 && path.startsWith("..", from))) {
            throw refused("the path contains a dot segment");
        }
    }

    private static void checkEscape(String path, int at) {
        int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
        int value = high < 0 || low < 0 ? -1 : high * 16 + low;
        if (value < 0) {
            throw refused("the path contains a malformed percent-encoding");
        }
        if (value == '/' || value == '\\' || value == '.' || value < ' ' || value == 0x7f) {
            throw refused("the path contains an encoded slash, dot or control character");
        }
    }

    private static RuntimeException refused(String why) {
        return new Failure.BadRequest(why).toException();
    }
}
