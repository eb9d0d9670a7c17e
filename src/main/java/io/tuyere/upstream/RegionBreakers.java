package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.upstream.BreakerState.Position;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The breakers in front of one region: one for everybody, one for each project that it refuses, one for each project and API
 * family. Those of projects exist only while there is something to say: the first refusal makes one, a success while it is
 * closed forgets it. So a call that meets no trouble looks into two empty maps. Any thread.
 */
final class RegionBreakers {
    private static final long AT_LEAST_MILLIS = 1_000;
    private static final int UNAVAILABLE = 60503;
    private static final Set<String> TOKEN_FAMILIES = Set.of("token", "login");

    private final String region;
    private final Breaker transport;
    private final ConcurrentMap<BreakerKey, Breaker> access = new ConcurrentHashMap<>();
    private final ConcurrentMap<BreakerKey, Breaker> product = new ConcurrentHashMap<>();
    private final Function<BreakerKey, Breaker> make;
    private final PathTemplates templates;
    private final CloudCodes codes;

    RegionBreakers(String region, Function<BreakerKey, Breaker> make, PathTemplates templates, CloudCodes codes) {
        this.region = region;
        this.make = make;
        this.templates = templates;
        this.codes = codes;
        this.transport = make.apply(BreakerKey.transport(region));
    }

    /** Leave for a call; it fails with what is to be answered when a breaker is open, and then nothing is held. */
    Passage enter(Call call) {
        Breaker ofAccess = access.isEmpty() ? null : access.get(accessKey(call));
        Breaker ofProduct = product.isEmpty() ? null : product.get(productKey(call));
        Passage passage = new Passage(call);
        passage.access = passage.acquire(ofAccess);
        passage.product = passage.acquire(ofProduct);
        passage.transport = passage.acquire(transport);
        return passage;
    }

    /** Leave for a connection whose calls are not seen; it fails with what is to be answered when nothing gets there. */
    Breaker.Permit enterUnseen() {
        Breaker.Permit permit = transport.tryAcquire();
        if (permit == null) {
            throw refusal(transport).toException();
        }
        return permit;
    }

    private BreakerKey accessKey(Call call) {
        return BreakerKey.access(region, call.project().accessId());
    }

    private BreakerKey productKey(Call call) {
        return BreakerKey.product(
                region, call.project().accessId(), templates.match(call.path()).family());
    }

    /** What one call holds. Its owner's event loop only. */
    final class Passage {
        private final Call call;
        private Breaker.@Nullable Permit access;
        private Breaker.@Nullable Permit product;
        private Breaker.@Nullable Permit transport;

        private Passage(Call call) {
            this.call = call;
        }

        private Breaker.@Nullable Permit acquire(@Nullable Breaker breaker) {
            if (breaker == null) {
                return null;
            }
            Breaker.Permit permit = breaker.tryAcquire();
            if (permit == null) {
                release();
                throw refusal(breaker).toException();
            }
            return permit;
        }

        /** Gives everything back: nothing was learned. */
        void release() {
            settle(Assessment.NOTHING);
        }

        /** Gives everything back with what an answer shows. */
        void answered(Reply reply) {
            Assessment shown = Assessment.of(reply);
            settle(bringsTokens() ? shown.ofTokenCall() : shown);
        }

        private boolean bringsTokens() {
            return TOKEN_FAMILIES.contains(templates.match(call.path()).family());
        }

        /**
         * Gives everything back with what a failure shows.
         *
         * @param fair whether the region had time enough to answer
         */
        void failed(Throwable cause, boolean fair) {
            if (cause instanceof FailureException known) {
                settle(Assessment.of(
                        known.failure(),
                        call.lifetime().over() ? call.lifetime().why() : null,
                        fair,
                        codes));
            } else {
                release();
            }
        }

        private void settle(Assessment shown) {
            settle(transport, shown.transport(), shown.cause());
            settleRefusable(RegionBreakers.this.access, () -> accessKey(call), access, shown.access(), shown.cause());
            settleRefusable(
                    RegionBreakers.this.product, () -> productKey(call), product, shown.product(), shown.cause());
        }

        private void settleRefusable(
                ConcurrentMap<BreakerKey, Breaker> breakers,
                Supplier<BreakerKey> key,
                Breaker.@Nullable Permit permit,
                Verdict verdict,
                Breaker.Cause cause) {
            if (permit == null && verdict != Verdict.BAD) {
                return;
            }
            BreakerKey of = key.get();
            Breaker breaker = breakers.computeIfAbsent(of, make);
            settle(permit == null ? breaker.tryAcquire() : permit, verdict, cause);
            if (verdict == Verdict.GOOD && breaker.position() == Position.CLOSED) {
                forget(breakers, of); // a success while closed: nothing left to remember
            }
        }

        /** Unless an operator took hold of it meanwhile. */
        private void forget(ConcurrentMap<BreakerKey, Breaker> breakers, BreakerKey key) {
            breakers.computeIfPresent(key, (of, known) -> known.position() == Position.CLOSED ? null : known);
        }

        private void settle(Breaker.@Nullable Permit permit, Verdict verdict, Breaker.Cause cause) {
            if (permit != null) {
                permit.settle(verdict, cause);
            }
        }
    }

    private Failure refusal(Breaker breaker) {
        Breaker.Cause cause = breaker.cause();
        boolean held = breaker.position() == Position.HELD_OPEN;
        String words = held ? "held open by the operator" : cause.words();
        long millis = Math.max(AT_LEAST_MILLIS, breaker.probeInMillis());
        int code = cause.code() == 0 ? UNAVAILABLE : cause.code();
        return switch (breaker.key().kind()) {
            case TRANSPORT -> new Failure.RegionUnavailable(region, words, millis);
            case ACCESS -> new Failure.AccessBlocked(region, code, words, millis, "");
            case PRODUCT -> new Failure.ProductBlocked(region, breaker.key().family(), code, words, millis);
        };
    }

    /** Every breaker that exists, that of the region first. */
    Stream<Breaker> all() {
        return Stream.concat(Stream.of(transport), Stream.concat(access.values().stream(), product.values().stream()));
    }

    /** The breaker with this key, if there is one. */
    Optional<Breaker> find(BreakerKey key) {
        return switch (key.kind()) {
            case TRANSPORT -> Optional.of(transport);
            case ACCESS -> Optional.ofNullable(access.get(key));
            case PRODUCT -> Optional.ofNullable(product.get(key));
        };
    }

    /** Does something to the breaker with this key, which is made if need be, before anybody can forget it. */
    void hold(BreakerKey key, Consumer<Breaker> how) {
        switch (key.kind()) {
            case TRANSPORT -> how.accept(transport);
            case ACCESS -> hold(access, key, how);
            case PRODUCT -> hold(product, key, how);
        }
    }

    private void hold(ConcurrentMap<BreakerKey, Breaker> breakers, BreakerKey key, Consumer<Breaker> how) {
        breakers.compute(key, (of, known) -> {
            Breaker breaker = known == null ? make.apply(of) : known;
            how.accept(breaker);
            return breaker;
        });
    }

    /** Forgets the breakers of projects that there are no more. */
    void keep(Predicate<String> projects) {
        access.keySet().removeIf(key -> !projects.test(key.project()));
        product.keySet().removeIf(key -> !projects.test(key.project()));
    }

    /** Closes the breaker with this key, if there is one, and forgets it. */
    void reset(BreakerKey key) {
        switch (key.kind()) {
            case TRANSPORT -> transport.reset();
            case ACCESS -> reset(access, key);
            case PRODUCT -> reset(product, key);
        }
    }

    private static void reset(ConcurrentMap<BreakerKey, Breaker> breakers, BreakerKey key) {
        breakers.computeIfPresent(key, (of, known) -> {
            known.reset();
            return null;
        });
    }
}
