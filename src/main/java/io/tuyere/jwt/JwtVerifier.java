package io.tuyere.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.tuyere.core.Failure;
import io.tuyere.observe.JwtMeters;
import io.tuyere.token.SingleFlight;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a token was signed by its issuer, and is good at this time. What was proven is remembered by the SHA-256 of
 * the token, until it ends or the issuer's keys change, so that a signature is checked once and not with every call; calls that
 * come with a token while it is checked share the outcome. Of the whole process; any thread.
 */
public final class JwtVerifier {
    /** Of tokens as they are written; what is kept of one takes a few times that. */
    private static final long REMEMBERED_CHARACTERS = 8L * 1024 * 1024;

    private final KeySources sources;
    private final SignatureChecks checks;
    private final JwtMeters meters;
    private final LongSupplier nowMillis;
    private final SingleFlight<String, ProvenToken> flights = new SingleFlight<>();
    private final Cache<String, Remembered> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_CHARACTERS)
            .weigher((String sha256, Remembered token) -> token.length())
            .expireAfter(Expiry.creating((String sha256, Remembered token) -> token.left()))
            .build();

    /** A verifier that has seen no token, by a clock in milliseconds since the epoch. */
    public JwtVerifier(Vertx vertx, KeySources sources, JwtMeters meters, LongSupplier nowMillis) {
        this.sources = sources;
        this.checks = new SignatureChecks(vertx);
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
     *     {@link Failure.KeysUnavailable} or {@link Failure.Overloaded} where that cannot be told
     */
    public Future<ProvenToken> verify(String token, String sha256, Function<String, Set<String>> jwks) {
        ProvenToken known = known(sha256, jwks);
        if (known != null) {
            meters.verified("remembered");
            return Future.succeededFuture(known);
        }
        return flights.join(sha256, () -> proven(token, sha256, jwks))
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
                && found.source().equals(sources.find(token.jwks()))
                && found.keys().equals(found.source().keys());
        if (!good) {
            remembered.invalidate(sha256);
        }
        return good ? token : null;
    }

    private Future<ProvenToken> proven(String token, String sha256, Function<String, Set<String>> jwks) {
        Jwt jwt = Jwt.parse(token);
        jwt.claims().checkTime(nowMillis.getAsLong());
        List<String> places =
                jwks.apply(jwt.claims().issuer()).stream().sorted().toList();
        if (places.isEmpty()) {
            throw Jwt.refused("tokens of its issuer (iss) are not taken here");
        }
        return new Proof(jwt, sha256, token.length(), places).now();
    }

    /** A key that a token may have been signed with, and where it lies. */
    private record Candidate(String place, KeySource source, KeySet keys, VerificationKey key) {}

    /** What becomes of one token. */
    private final class Proof {
        private final Jwt jwt;
        private final String sha256;
        private final int length;
        private final List<String> places;

        Proof(Jwt jwt, String sha256, int length, List<String> places) {
            this.jwt = jwt;
            this.sha256 = sha256;
            this.length = length;
            this.places = places;
        }

        /** The token, proven by a key that is known already, or that is there when it is looked for again. */
        Future<ProvenToken> now() {
            List<Candidate> candidates = candidates();
            return candidates.isEmpty() ? sought().compose(looked -> byNewKeys()) : by(candidates.iterator());
        }

        /** A key of each place that knows its name; none where no place does. */
        private List<Candidate> candidates() {
            List<Candidate> candidates = new ArrayList<>(1);
            boolean named = false;
            for (String place : places) {
                KeySource source = sources.of(place);
                KeySet keys = source.keys();
                if (keys != null && keys.knows(jwt.kid())) {
                    named = true;
                    VerificationKey key = keys.find(jwt.kid(), jwt.algorithm());
                    if (key != null) {
                        candidates.add(new Candidate(place, source, keys, key));
                    }
                }
            }
            if (named && candidates.isEmpty()) {
                throw Jwt.refused(
                        jwt.kid() == null
                                ? "it names no key (kid), and its issuer has none or several for its algorithm (alg)"
                                : "the key that it names (kid) is not for its algorithm (alg)");
            }
            return candidates;
        }

        private Future<ProvenToken> by(Iterator<Candidate> candidates) {
            if (!candidates.hasNext()) {
                throw Jwt.refused("its signature does not verify with the key of its issuer");
            }
            Candidate candidate = candidates.next();
            return checks.verifies(candidate.key(), jwt)
                    .compose(right -> right ? Future.succeededFuture(remembered(candidate)) : by(candidates));
        }

        private ProvenToken remembered(Candidate by) {
            ProvenToken token = new ProvenToken(jwt.claims(), by.place());
            long left = Math.max(1, jwt.claims().endsAtMillis() - nowMillis.getAsLong());
            remembered.put(sha256, new Remembered(token, by.source(), by.keys(), length, Duration.ofMillis(left)));
            return token;
        }

        private Future<Void> sought() {
            List<Future<Void>> all = places.stream()
                    .map(place -> sources.of(place).seek(keys -> keys.knows(jwt.kid())))
                    .toList();
            return all.size() == 1 ? all.get(0) : Future.join(all).mapEmpty();
        }

        private Future<ProvenToken> byNewKeys() {
            List<Candidate> candidates = candidates();
            if (!candidates.isEmpty()) {
                return by(candidates.iterator());
            }
            if (places.stream().anyMatch(place -> !sources.of(place).trouble().isEmpty())) {
                throw new Failure.KeysUnavailable().toException();
            }
            throw Jwt.refused("its issuer has no key of the name that it gives (kid)");
        }
    }
}
