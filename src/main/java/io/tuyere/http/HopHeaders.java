package io.tuyere.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies the headers of an answer, without those that belong to one connection only (RFC 9110, section 7.6.1). */
final class HopHeaders {
    /** A map, because that finds a name whatever its case, with nothing made for it. */
    private static final MultiMap NOT_PASSED = names(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            // Not of the connection, but ours to set, or of the cloud's own site.
            "content-length",
            "content-encoding",
            "server",
            "date",
            "set-cookie",
            "strict-transport-security",
            "alt-svc");

    private HopHeaders() {}

    private static MultiMap names(String... names) {
        MultiMap all = HttpHeaders.headers();
        for (String name : names) {
            all.add(name, "");
        }
        return all;
    }

    static void copyEndToEnd(MultiMap from, MultiMap to) {
        String named = named(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey();
            if (!NOT_PASSED.contains(name) && (named == null || !isNamed(named, name))) {
                to.add(name, header.getValue());
            }
        }
    }

    /** The options of a connection, among them names of headers that are for it alone; null where there can be none. */
    static @Nullable String named(MultiMap headers) {
        String first = headers.get(HttpHeaders.CONNECTION);
        if (first == null) {
            return null;
        }
        // A list may be spread over several fields (RFC 9110, section 5.3).
        List<String> fields = headers.getAll(HttpHeaders.CONNECTION);
        boolean usual = first.equalsIgnoreCase("keep-alive") || first.equalsIgnoreCase("close");
        return usual && fields.size() == 1 ? null : String.join(",", fields);
    }

    private static boolean isNamed(String connection, String name) {
        for (String option : connection.split(",", -1)) {
            if (option.strip().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
