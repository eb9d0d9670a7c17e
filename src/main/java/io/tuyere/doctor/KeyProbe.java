package io.tuyere.doctor;

import io.tuyere.core.Credential;
import io.tuyere.core.Tenant;
import io.tuyere.doctor.Finding.Mark;
import io.tuyere.jwt.JwksClient;
import io.tuyere.jwt.KeySet;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks whether the keys of identity providers can be had, and used; each place once, however many tenants name it. */
final class KeyProbe {
    private final JwksClient client;

    KeyProbe(JwksClient client) {
        this.client = client;
    }

    /** Tells each finding; completes after the last and does not fail. */
    Future<Void> probe(Collection<Tenant> tenants, Consumer<Finding> found) {
        Map<String, Credential.Jwt> places = new LinkedHashMap<>();
        for (Tenant tenant : tenants) {
            for (Credential credential : tenant.credentials()) {
                if (credential instanceof Credential.Jwt jwt) {
                    places.putIfAbsent(jwt.issuer() + ' ' + jwt.jwks(), jwt);
                }
            }
        }
        List<Future<Void>> probes = places.values().stream()
                .map(jwt -> keys(jwt)
                        .map(keys -> finding(jwt, Mark.OK, keys.toString()))
                        .otherwise(cause -> finding(jwt, Mark.FAILED, remedy(cause)))
                        .onSuccess(found::accept)
                        .<Void>mapEmpty())
                .toList();
        return Future.join(probes).mapEmpty();
    }

    private Future<KeySet> keys(Credential.Jwt jwt) {
        if (published(jwt)) {
            return client.get(jwt.jwks()).map(JwksClient.Fetched::keys);
        }
        try {
            return Future.succeededFuture(KeySet.parse(jwt.jwks()));
        } catch (IllegalArgumentException unusable) {
            return Future.failedFuture(unusable);
        }
    }

    private static boolean published(Credential.Jwt jwt) {
        return !jwt.jwks().startsWith("{");
    }

    private static Finding finding(Credential.Jwt jwt, Mark mark, String words) {
        String place = published(jwt) ? jwt.jwks().replaceFirst("\\?.*", "") : "the configuration";
        return new Finding("jwks", jwt.issuer() + " at " + place, mark, words);
    }

    private static String remedy(Throwable cause) {
        return JwksClient.words(cause) + "; compare jwks with what the issuer says of itself (jwks_uri in"
                + " .well-known/openid-configuration)";
    }
}
