package io.tuyere.token;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's tokens as this process knows them: one per project and region, one per signed-in user. Any thread.
 *
 * <p>A live token is a look-up in a map. Everything else is a <em>renewal</em>, of which there is at most one per key at a
 * time in the process (single flight) and, through the store, in the fleet:
 *
 * <ul>
 *   <li><b>first use, or expired</b>: callers wait for the renewal;
 *   <li><b>close to its end</b>: one caller starts it, everybody keeps using the token that lives; tries are spaced, since
 *       the cloud answers a repeated {@code grant_type=1} with the same token until it is nearly over;
 *   <li><b>refused by the cloud</b> (1010): if it is still the current one, nobody gets it any more and callers wait; a cloud
 *       that answers the same token again does not refuse the token but the call, and is not asked again within a second;
 *   <li><b>renewal fails</b>: everybody who waits, and everybody who comes within a second, shares that failure.
 * </ul>
 *
 * <p>What another instance stores is taken over when it is announced. The old token serves until the new one is stored. Life comes from the cloud's answer, never from a constant.
 */
public final class Tokens {
    /** Renewal starts this long before the end of a token's life, less up to a fifth so that instances spread out. */
    static final long AHEAD_MILLIS = 120_000;

    /** Pause between renewals while the cloud still answers the token that is about to end. */
    static final long SPACING_MILLIS = 10_000;

    /** How long a renewal that failed, or brought what was refused, answers for everybody. */
    public static final long SHARED_FAILURE_MILLIS = 1_000;

    private static final long MAX_HELD = 100_000;

    private final TokenStore store;
    private final LongSupplier nowMillis;
    private final ConcurrentMap<TokenKey, Held> held = bounded();
    private final ConcurrentMap<TokenKey, SharedFailure> failures = bounded();
    private final ConcurrentMap<TokenKey, Origin> origins = bounded();
    private final SingleFlight<TokenKey, UpstreamToken> flights = new SingleFlight<>();

    /** Tokens over a store, by a clock in milliseconds since the epoch. */
    public Tokens(TokenStore store, LongSupplier nowMillis) {
        this.store = store;
        this.nowMillis = nowMillis;
        store.whenChanged(this::changed);
    }

    private static <V> ConcurrentMap<TokenKey, V> bounded() {
        return Caffeine.newBuilder().maximumSize(MAX_HELD).<TokenKey, V>build().asMap();
    }

    /**
     * A token and what is known of it.
     *
     * @param refused whether the cloud refused it; kept so that the store does not bring it back
     * @param trustedUntilMillis until then a refusal does not count, since the cloud gave the token again in spite of one
     */
    private record Held(UpstreamToken token, long renewAtMillis, boolean refused, long trustedUntilMillis) {
        static Held refused(UpstreamToken token) {
            return new Held(token, 0, true, 0);
        }

        boolean serves(long now) {
            return !refused && token.remainingMillis(now) > 0;
        }

        /** This one, after a renewal brought the same token. */
        Held confirmed(Held brought) {
            return refused ? this : new Held(brought.token, brought.renewAtMillis, false, trustedUntilMillis);
        }

        boolean isOf(UpstreamToken other) {
            return token.access().equals(other.access());
        }
    }

    private record Origin(String source, long atMillis) {}

    private record SharedFailure(Throwable cause, long untilMillis) {}

    /** The live token, got from the store or the issuer when there is none. Fails as the issuer does. */
    public Future<UpstreamToken> current(TokenKey key, TokenIssuer issuer) {
        long now = nowMillis.getAsLong();
        Held live = held.get(key);
        if (live == null || !live.serves(now)) {
            return renew(key, issuer);
        }
        if (now >= live.renewAtMillis && store.mayRenewAhead(key)) {
            renewAhead(key, live, now, issuer);
        }
        return Future.succeededFuture(live.token);
    }

    /** A token other than the one the cloud just refused, unless the cloud has no other. Fails as the issuer does. */
    public Future<UpstreamToken> replace(TokenKey key, UpstreamToken refused, TokenIssuer issuer) {
        long now = nowMillis.getAsLong();
        Held known = held.merge(
                key,
                Held.refused(refused),
                (held, mark) -> held.isOf(refused) && now >= held.trustedUntilMillis ? mark : held);
        if (known.serves(now)) {
            return Future.succeededFuture(known.token);
        }
        // A renewal that began before the refusal may bring the refused token once more.
        return renew(key, issuer)
                .compose(token -> refused(key, token) ? renew(key, issuer) : Future.succeededFuture(token));
    }

    /** Takes in the token of somebody who just signed in; stored before it is used. */
    public Future<Void> signIn(TokenKey.OfUser key, UpstreamToken token) {
        return store.save(key, token).onSuccess(stored -> {
            held.put(key, new Held(token, renewAtMillis(token), false, 0));
            came(key, "sign-in");
            failures.remove(key);
        });
    }

    /**
     * What can be told of a token that is held.
     *
     * @param ageMillis since this instance got it
     * @param source {@code cloud}, {@code store} (another instance got it), {@code sign-in}
     * @param refused whether the cloud refused it
     */
    public record State(
            TokenKey key, long ageMillis, String source, long remainingMillis, long expiresAtMillis, boolean refused) {}

    /** All tokens that are held, without themselves. */
    public List<State> states() {
        long now = nowMillis.getAsLong();
        List<State> states = new ArrayList<>();
        held.forEach((key, token) -> {
            Origin origin = origins.getOrDefault(key, new Origin("store", now));
            states.add(new State(
                    key,
                    now - origin.atMillis,
                    origin.source,
                    token.token.remainingMillis(now),
                    token.token.expiresAtMillis(),
                    token.refused));
        });
        return states;
    }

    /** Asks the issuer now, however long the present token lives; that one serves until there is another. */
    public Future<UpstreamToken> renewNow(TokenKey key, TokenIssuer issuer) {
        failures.remove(key);
        return flights.join(
                key,
                () -> store.exclusively(key, stored -> issue(key, stored, issuer))
                        .onSuccess(token -> hold(key, token)));
    }

    /** Lets go of a token, here and in the store; answers whether one was held. */
    public Future<Boolean> drop(TokenKey key) {
        Held known = held.remove(key);
        origins.remove(key);
        return known == null
                ? Future.succeededFuture(false)
                : store.remove(key, known.token).map(true);
    }

    /** Number of tokens held, for the metrics. */
    public int size() {
        return held.size();
    }

    /** Milliseconds left to the token of each region that ends first of those that live. For the metrics. */
    public Map<String, Long> leastRemainingMillis() {
        long now = nowMillis.getAsLong();
        return held.entrySet().stream()
                .filter(entry -> entry.getValue().serves(now))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().region(),
                        entry -> entry.getValue().token.remainingMillis(now),
                        Math::min));
    }

    private Future<UpstreamToken> renew(TokenKey key, TokenIssuer issuer) {
        SharedFailure failure = failures.get(key);
        if (failure != null && nowMillis.getAsLong() < failure.untilMillis) {
            return Future.failedFuture(failure.cause);
        }
        return flights.join(
                key,
                () -> store.load(key)
                        .compose(stored -> usable(key, stored)
                                ? Future.succeededFuture(stored).onSuccess(alive -> came(key, "store"))
                                : store.exclusively(
                                        key, now -> usable(key, now) ? alive(now) : issue(key, now, issuer)))
                        .onSuccess(token -> hold(key, token))
                        .onFailure(cause -> fail(key, cause)));
    }

    private void renewAhead(TokenKey key, Held live, long now, TokenIssuer issuer) {
        // The next try is booked first, so that calls that come meanwhile do not start one each.
        if (held.replace(key, live, new Held(live.token, now + SPACING_MILLIS, false, live.trustedUntilMillis))) {
            flights.join(
                            key,
                            () -> store.exclusively(
                                            key,
                                            stored -> fresher(stored, live.token)
                                                    ? alive(stored)
                                                    : issuer.issue(stored).onSuccess(token -> came(key, "cloud")))
                                    .onSuccess(token -> hold(key, token)))
                    .onFailure(cause -> {
                        // The old token still serves; the next try comes after the spacing.
                    });
        }
    }

    /** Takes over what another instance stored, so that nobody here runs into the old token first. */
    private void changed(TokenKey key) {
        Held before = held.get(key);
        if (before != null) {
            store.load(key).onSuccess(stored -> takeOver(key, before, stored)).onFailure(cause -> {
                // The token held so far serves on; if the cloud refuses it, the call asks the store itself.
            });
        }
    }

    private void takeOver(TokenKey key, Held before, @Nullable UpstreamToken stored) {
        if (stored == null && key instanceof TokenKey.OfUser) {
            held.remove(key, before);
        } else if (stored != null && before.equals(held.get(key))) {
            came(key, "store");
            hold(key, stored);
        }
    }

    private Future<UpstreamToken> issue(TokenKey key, @Nullable UpstreamToken current, TokenIssuer issuer) {
        Held before = held.get(key);
        Future<UpstreamToken> issued = issuer.issue(current).onSuccess(token -> {
            trust(key, before, token);
            came(key, "cloud");
        });
        return current == null
                ? issued
                : issued.recover(cause -> endsSession(key, cause)
                        ? store.remove(key, current).transform(removed -> Future.failedFuture(cause))
                        : Future.failedFuture(cause));
    }

    /** The cloud gave the refused token although the refusal was known before it was asked. */
    private void trust(TokenKey key, @Nullable Held before, UpstreamToken token) {
        if (before != null && before.refused && before.isOf(token)) {
            long until = nowMillis.getAsLong() + SHARED_FAILURE_MILLIS;
            held.replace(key, before, new Held(token, renewAtMillis(token), false, until));
        }
    }

    private static boolean endsSession(TokenKey key, Throwable cause) {
        return key instanceof TokenKey.OfUser
                && cause instanceof FailureException failed
                && failed.failure().kind() == Failure.Kind.TOKEN_INVALID;
    }

    private boolean usable(TokenKey key, @Nullable UpstreamToken token) {
        return token != null && token.remainingMillis(nowMillis.getAsLong()) > 0 && !refused(key, token);
    }

    private boolean refused(TokenKey key, UpstreamToken token) {
        Held known = held.get(key);
        return known != null && known.refused && known.isOf(token);
    }

    private static boolean fresher(@Nullable UpstreamToken stored, UpstreamToken mine) {
        return stored != null && stored.expiresAtMillis() > mine.expiresAtMillis() + SPACING_MILLIS;
    }

    private static Future<UpstreamToken> alive(@Nullable UpstreamToken token) {
        return token == null
                ? Future.failedFuture(new IllegalStateException("a usable token cannot be absent"))
                : Future.succeededFuture(token);
    }

    /** Keeps what a renewal brought, but a refusal that came while it was under way still counts. */
    private void hold(TokenKey key, UpstreamToken token) {
        Origin unused = origins.putIfAbsent(key, new Origin("store", nowMillis.getAsLong()));
        held.merge(
                key,
                new Held(token, renewAtMillis(token), false, 0),
                (known, brought) -> known.isOf(token) ? known.confirmed(brought) : brought);
        failures.remove(key);
    }

    private void came(TokenKey key, String source) {
        origins.put(key, new Origin(source, nowMillis.getAsLong()));
    }

    private long renewAtMillis(UpstreamToken token) {
        long now = nowMillis.getAsLong();
        long ahead = AHEAD_MILLIS - ThreadLocalRandom.current().nextLong(AHEAD_MILLIS / 5);
        return Math.max(
                token.expiresAtMillis() - ahead, now + Math.min(SPACING_MILLIS, token.remainingMillis(now) / 2));
    }

    /** A renewal failed; that is of no matter when somebody has signed in meanwhile. */
    private void fail(TokenKey key, Throwable cause) {
        long now = nowMillis.getAsLong();
        Held known = held.get(key);
        if (known != null && known.serves(now)) {
            return;
        }
        if (cause instanceof FailureException) {
            failures.put(key, new SharedFailure(cause, now + SHARED_FAILURE_MILLIS));
        }
        if (known != null && endsSession(key, cause)) {
            held.remove(key, known);
        }
    }
}
