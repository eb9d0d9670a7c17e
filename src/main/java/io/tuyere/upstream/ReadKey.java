package io.tuyere.upstream;

import io.tuyere.core.Tenant;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes two reads the same: everything the cloud sees of them but time, nonce and signature, and whose they are. Reads of
 * two tenants, or of two signed-in users of one, are never the same.
 */
record ReadKey(
        String region,
        String tenant,
        String project,
        TokenKey speaker,
        String path,
        @Nullable String query,
        List<Map.Entry<String, String>> headers,
        List<SignedHeader> signedHeaders) {
    private static final String CACHE_CONTROL = HttpHeaders.CACHE_CONTROL.toString();

    /** Of a read that may be answered with the answer to another one; null for anything else. */
    static @Nullable ReadKey of(String region, Call call) {
        Tenant tenant = call.tenant();
        TokenKey speaker = call.speaker();
        if (tenant == null
                || speaker == null
                || !call.method().equals(HttpMethod.GET)
                || call.body().length() > 0
                || wantsItsOwn(call)) {
            return null;
        }
        return new ReadKey(
                region,
                tenant.id(),
                call.project().accessId(),
                speaker,
                call.path(),
                call.query(),
                call.headers(),
                call.signedHeaders());
    }

    /** Whatever a client says about caches is taken as the wish for an answer of its own (RFC 9111, section 5.2.1). */
    private static boolean wantsItsOwn(Call call) {
        for (Map.Entry<String, String> header : call.headers()) {
            if (CACHE_CONTROL.equalsIgnoreCase(header.getKey())) {
                return true;
            }
        }
        for (SignedHeader header : call.signedHeaders()) {
            if (CACHE_CONTROL.equalsIgnoreCase(header.name())) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        return 200
                + path.length()
                + (query == null ? 0 : query.length())
                + 64 * (headers.size() + signedHeaders.size());
    }

    /** Names neither path nor headers, which may hold a secret. */
    @Override
    public String toString() {
        return "ReadKey[" + region + ", " + tenant + "]";
    }
}
