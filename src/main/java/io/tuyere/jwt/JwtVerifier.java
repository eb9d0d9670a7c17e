package io.tuyere.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.observe.JwtMeters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a token was signed by its issuer, and is good at this time. What was proven is remembered by the SHA-256 of
 * the token, until it ends or the issuer's keys change, so that a signature is checked once and not with every call. That check
 * takes 0.03 to 1 ms of the event loop, no more than an answer to the call would; a worker thread would only let wrong tokens
 * queue up before right ones. Of the whole process; any thread.
 */
public final class JwtVerifier {
    /** Of tokens as they are written; what is kept of one takes a few times that. */
    private static final long REMEMBERED_CHARACTERS = 8L * 1024 * 1024;

    private final KeySources sources;
    private final JwtMeters meters;
    private final LongSupplier nowMillis;
    private final Cache<String, Remembered> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_CHARACTERS)
            .weigher((String sha256, Remembered token) -> token.length())
            .expireAfter(Expiry.creating((String sha256, Remembered token) -> token.left()))
            .build();

    /** A verifier that has seen no token, by a clock in milliseconds since the epoch. */
    public JwtVerifier(KeySources sources, JwtMeters meters, LongSupplier nowMillis) {
        this.sources = sources;
        this.meters = meters;
        this.nowMillis = nowMillis;
    }

    /**
     * A token, and the keys that proved it.
     *
     * @param left until it ends, when it was proven
     */
    private record Remembered(ProvenToken token, KeySource source, KeySet keys, int length, Duration left) {}

    /**
     * The token, proven.
     *
     * @param sha256 of the token, in lower-case hexadecimal digits
     * @param jwks issuer to the places where its keys are, none for one that is not trusted
     * @return on the caller's event loop, most often at once; fails with {@link Failure.JwtInvalid}, or with
     *     {@link Failure.KeysUnavailable} where that cannot be told
     */
    public Future<ProvenToken> verify(String token, String sha256, Function<String, Set<String>> jwks) {
        ProvenToken known = known(sha256, jwks);
        if (known != null) {
            meters.verified("remembered");
            return Future.succeededFuture(known);
        }
        return prove(token, sha256, jwks)
                .onSuccess(proven -> meters.verified("verified"))
                .onFailure(refused -> meters.verified("refused"));
    }

    private @Nullable ProvenToken known(String sha256, Function<String, Set<String>> jwks) {
        Remembered found = remembered.getIfPresent(sha256);
        if (found == null) {
            return null;
        }
        ProvenToken token = found.token();
        boolean good = nowMillis.getAsLong() <= token.claims().endsAtMillis()
                && jwks.apply(token.claims().issuer()).contains(token.jwks())
                && sources.find(token.jwks()) == found.source()
                && found.source().keys() == found.keys();
        if (!good) {
            remembered.invalidate(sha256);
        }
        return good ? token : null;
    }

    private Future<ProvenToken> prove(String token, String sha256, Function<String, Set<String>> jwks) {
        try {
            Jwt jwt = Jwt.parse(token);
            jwt.claims().checkTime(nowMillis.getAsLong());
            List<String> places =
                    jwks.apply(jwt.claims().issuer()).stream().sorted().toList();
            if (places.isEmpty()) {
                throw Jwt.refused("tokens of its issuer (iss) are not taken here");
            }
            ProvenToken proven = proven(jwt, sha256, token.length(), places);
            return proven == null
                    ? sought(jwt, places).map(looked -> provenNow(jwt, sha256, token.length(), places))
                    : Future.succeededFuture(proven);
        } catch (FailureException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** The token, if one of these places has the key that signed it; null if none knows a key of its name. */
    private @Nullable ProvenToken proven(Jwt jwt, String sha256, int length, List<String> places) {
        String trouble = "";
        for (String place : places) {
            KeySource source = sources.of(place);
            KeySet keys = source.keys();
            if (keys != null && keys.knows(jwt.kid())) {
                VerificationKey key = keys.find(jwt.kid(), jwt.algorithm());
                trouble = key == null ? noKey(jwt) : "its signature does not verify with the key of its issuer";
                if (key != null && key.verifies(jwt)) {
                    ProvenToken token = new ProvenToken(jwt.claims(), place);
                    remembered.put(sha256, new Remembered(token, source, keys, length, left(jwt)));
                    return token;
                }
            }
        }
        if (!trouble.isEmpty()) {
            throw Jwt.refused(trouble);
        }
        return null;
    }

    private static String noKey(Jwt jwt) {
        return jwt.kid() == null
                ? "it names no key (kid), and its issuer has none or several for its algorithm (alg)"
                : "the key that it names (kid) is not for its algorithm (alg)";
    }

    private Duration left(Jwt jwt) {
        return Duration.ofMillis(Math.max(1, jwt.claims().endsAtMillis() - nowMillis.getAsLong()));
    }

    private Future<Void> sought(Jwt jwt, List<String> places) {
        List<Future<Void>> all = places.stream()
                .map(place -> sources.of(place).seek(keys -> keys.knows(jwt.kid())))
                .toList();
        return all.size() == 1 ? all.get(0) : Future.join(all).mapEmpty();
    }

    private ProvenToken provenNow(Jwt jwt, String sha256, int length, List<String> places) {
        ProvenToken proven = proven(jwt, sha256, length, places);
        if (proven != null) {
            return proven;
        }
        if (places.stream().anyMatch(place -> !sources.of(place).trouble().isEmpty())) {
            throw new Failure.KeysUnavailable().toException();
        }
        throw Jwt.refused("its issuer has no key of the name that it gives (kid)");
    }
}
