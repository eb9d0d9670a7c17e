package io.tuyere.gateway;

import io.tuyere.core.Credential;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The identity providers whose tokens are taken: where their keys are, for whom their tokens are made out, and which of their
 * claims tell tenants apart. Each of these is there as long as a credential says so. Never changed; any thread.
 */
final class Issuers {
    private final Shelves<Issuer> issuers;
    private final Shelves<Integer> audiences;

    private Issuers(Shelves<Issuer> issuers, Shelves<Integer> audiences) {
        this.issuers = issuers;
        this.audiences = audiences;
    }

    static Issuers none() {
        return new Issuers(Shelves.empty(), Shelves.empty());
    }

    /** One of them; its maps hold the number of credentials that say so. */
    private record Issuer(Map<String, Integer> jwks, Map<String, Integer> claims) {
        Issuer plus(Credential.Jwt jwt, int number) {
            return new Issuer(counted(jwks, jwt.jwks(), number), counted(claims, jwt.claim(), number));
        }

        private static Map<String, Integer> counted(Map<String, Integer> counts, String key, int number) {
            Map<String, Integer> changed = new HashMap<>(counts);
            if (changed.merge(key, number, Integer::sum) == 0) {
                changed.remove(key);
            }
            return Map.copyOf(changed);
        }
    }

    /** Where the keys of an issuer are, as {@link Credential.Jwt#jwks()} has it; empty for one that is not known. */
    Set<String> jwks(String issuer) {
        Issuer known = issuers.get(issuer);
        return known == null ? Set.of() : known.jwks().keySet();
    }

    /** Where the keys of all issuers are. */
    Set<String> jwks() {
        return issuers.values().stream()
                .map(Issuer::jwks)
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The claims of an issuer that tell tenants apart. */
    Set<String> claims(String issuer) {
        Issuer known = issuers.get(issuer);
        return known == null ? Set.of() : known.claims().keySet();
    }

    /** Whether an issuer's tokens for this audience are taken. */
    boolean takes(String issuer, String audience) {
        return audiences.containsKey(issuer + '\n' + audience);
    }

    Change change() {
        return new Change();
    }

    /** Changes that are being put together. One thread. */
    final class Change {
        private final Shelves<Issuer>.Change nextIssuers = issuers.change();
        private final Shelves<Integer>.Change nextAudiences = audiences.change();

        /** Another credential says this. */
        void add(Credential.Jwt jwt) {
            count(jwt, 1);
        }

        /** A credential that said this is gone. */
        void remove(Credential.Jwt jwt) {
            count(jwt, -1);
        }

        private void count(Credential.Jwt jwt, int number) {
            Issuer old = nextIssuers.get(jwt.issuer());
            Issuer changed = (old == null ? new Issuer(Map.of(), Map.of()) : old).plus(jwt, number);
            put(nextIssuers, jwt.issuer(), changed.jwks().isEmpty() ? null : changed);
            String audience = jwt.issuer() + '\n' + jwt.audience();
            int left = Objects.requireNonNullElse(nextAudiences.get(audience), 0) + number;
            put(nextAudiences, audience, left == 0 ? null : left);
        }

        private static <V> void put(Shelves<V>.Change change, String key, @Nullable V value) {
            if (value == null) {
                change.remove(key);
            } else {
                change.put(key, value);
            }
        }

        Issuers done() {
            return new Issuers(nextIssuers.done(), nextAudiences.done());
        }
    }
}
