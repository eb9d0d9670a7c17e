package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.upstream.WireHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Tells how a client speaks, and the headers in which each face shows its credential. */
final class Faces {
    static final CharSequence API_KEY = HttpHeaders.createOptimized("X-API-Key");
    private static final String BEARER = "Bearer ";

    private Faces() {}

    /** Signed when the client shows anything of a Tuya signature, so that an SDK is answered in the form it can read. */
    static Face of(MultiMap headers) {
        return headers.contains(WireHeaders.SIGN) || headers.contains(WireHeaders.CLIENT_ID)
                ? Face.SIGNED
                : Face.API_KEY;
    }

    /** The API key a client shows, empty for none. */
    static String apiKey(Exchange exchange) {
        String key = exchange.header(API_KEY);
        if (!key.isEmpty()) {
            return key;
        }
        String authorization = exchange.header(HttpHeaders.AUTHORIZATION);
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
