package io.tuyere.token;

import static io.tuyere.support.GatewayUnderTest.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Failure;
import io.tuyere.core.Secret;
import io.tuyere.observe.Meters;
import io.tuyere.observe.RedisMeters;
import io.tuyere.redis.RedisChannel;
import io.tuyere.redis.RedisLink;
import io.tuyere.redis.RedisState;
import io.tuyere.redis.Script;
import io.tuyere.redis.SealedValues;
import io.tuyere.support.Eventually;
import io.tuyere.support.RedisProcess;
import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two stores over one Redis, the clock of the second three seconds ahead of the first's. */
final class RedisTokenStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final long SKEW_MILLIS = 3_000;
    private static final TokenKey PROJECT = new TokenKey.OfProject("project", "eu");
    private static final TokenKey.OfUser USER = new TokenKey.OfUser("acme", "eu", "uid-1");
    private static final SealedValues VALUES = new SealedValues(List.of(Secret.of("0123456789abcdef0123456789abcdef")));

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess redis = RedisProcess.start();
    private final Instance here = new Instance(0);
    private final Instance there = new Instance(SKEW_MILLIS);

    /** One instance's way to the shared state. */
    private final class Instance {
        private final long aheadMillis;
        private final RedisChannel channel;
        private final RedisLink link;
        private final RedisTokenStore store;

        Instance(long aheadMillis) {
            this.aheadMillis = aheadMillis;
            Meters meters = new Meters();
            RedisMeters redisMeters = meters.redis();
            channel = new RedisChannel(vertx, redis.settings(BUDGET), "tuyere:1:tokens");
            link = new RedisLink(vertx, redis.settings(BUDGET), new RedisState(meters, this::now), redisMeters);
            store = new RedisTokenStore(vertx, link, channel, VALUES, redisMeters, this::now);
            done(Future.all(link.start(), channel.start()).<Void>mapEmpty());
        }

        Future<Void> close() {
            return Future.join(link.close(), channel.close()).mapEmpty();
        }

        long now() {
            return System.currentTimeMillis() + aheadMillis;
        }

        UpstreamToken token(String access, long lifeMillis) {
            return new UpstreamToken(
                    Secret.of(access), Secret.of("refresh " + access), "uid-1", now() + lifeMillis, Login.APP_USER);
        }
    }

    @AfterEach
    void stop() {
        done(here.close());
        done(there.close());
        done(vertx.close());
        redis.close();
    }

    private static Future<UpstreamToken> issued(UpstreamToken token) {
        return Future.succeededFuture(token);
    }

    @Test
    void tokenOfOneInstanceIsLoadedByAnother() {
        renew(here, "a");

        UpstreamToken loaded = found(there.store.load(PROJECT)).orElseThrow();

        assertThat(loaded).isNotNull();
        assertThat(loaded.access()).isEqualTo(Secret.of("a"));
        assertThat(loaded.refresh()).isEqualTo(Secret.of("refresh a"));
        assertThat(loaded.login()).isEqualTo(Login.APP_USER);
    }

    @Test
    void endOfLifeIsTheSameMomentOnEveryClock() {
        renew(here, "a");

        UpstreamToken loaded = found(there.store.load(PROJECT)).orElseThrow();

        assertThat(loaded.remainingMillis(there.now())).isBetween(50_000L, 60_500L);
    }

    @Test
    void renewalGetsWhatIsStoredAndNothingIsWrittenWhenItServes() {
        done(here.store.save(USER, here.token("a", 60_000)));
        String before = redis.ask("GET", TokenName.of(USER).token());

        UpstreamToken renewed = done(there.store.exclusively(USER, Future::succeededFuture));

        assertThat(renewed.access()).isEqualTo(Secret.of("a"));
        assertThat(redis.ask("GET", TokenName.of(USER).token())).isEqualTo(before);
        assertThat(redis.ask("EXISTS", TokenName.of(USER).lock())).isEqualTo("0");
    }

    @Test
    void secondRenewalWaitsForTheFirstAndSeesItsToken() {
        Promise<UpstreamToken> slow = Promise.promise();
        Future<UpstreamToken> first = here.store.exclusively(PROJECT, none -> slow.future());
        awaitLock();
        AtomicInteger issues = new AtomicInteger();
        Future<UpstreamToken> second = there.store.exclusively(
                PROJECT,
                stored -> stored == null && issues.incrementAndGet() > 0
                        ? issued(there.token("b", 60_000))
                        : Future.succeededFuture(stored));

        slow.complete(here.token("a", 60_000));

        assertThat(done(first).access()).isEqualTo(Secret.of("a"));
        assertThat(done(second).access()).isEqualTo(Secret.of("a"));
        assertThat(issues).hasValue(0);
    }

    @Test
    void failedRenewalLetsTheNextOneTryAtOnce() {
        Future<UpstreamToken> failed =
                here.store.exclusively(PROJECT, none -> Future.failedFuture(new IllegalStateException("no")));
        assertThatThrownBy(() -> done(failed)).hasMessageContaining("no");

        assertThat(redis.ask("EXISTS", TokenName.of(PROJECT).lock())).isEqualTo("0");
        assertThat(done(there.store.exclusively(PROJECT, none -> issued(there.token("b", 60_000))))
                        .access())
                .isEqualTo(Secret.of("b"));
    }

    /** Its lock was lost without its noticing: another instance took it, renewed and stored. */
    @Test
    void lateWriterLosesAgainstALaterHolder() {
        Promise<UpstreamToken> late = Promise.promise();
        Future<UpstreamToken> first = here.store.exclusively(PROJECT, none -> late.future());
        awaitLock();
        assertThat(redis.ask("DEL", TokenName.of(PROJECT).lock())).isEqualTo("1");
        renew(there, "newer");

        late.complete(here.token("older", 60_000));

        assertThat(done(first).access()).isEqualTo(Secret.of("newer"));
        assertThat(found(here.store.load(PROJECT)).orElseThrow().access()).isEqualTo(Secret.of("newer"));
    }

    @Test
    void fenceGrowsEvenAfterRedisLostEverything() {
        Promise<UpstreamToken> late = Promise.promise();
        Future<UpstreamToken> first = here.store.exclusively(PROJECT, none -> late.future());
        awaitLock();
        assertThat(redis.ask("FLUSHALL")).isEqualTo("OK");
        renew(there, "newer");

        late.complete(here.token("older", 60_000));

        assertThat(done(first).access()).isEqualTo(Secret.of("newer"));
    }

    @Test
    void signInDuringARenewalStays() {
        done(here.store.save(USER, here.token("old", 60_000)));
        Promise<UpstreamToken> slow = Promise.promise();
        Future<UpstreamToken> renewal = here.store.exclusively(USER, old -> slow.future());
        Eventually.holds(
                "it renews",
                PATIENCE,
                () -> redis.ask("EXISTS", TokenName.of(USER).lock()).equals("1"));
        done(there.store.save(USER, there.token("signed in", 60_000)));

        slow.complete(here.token("refreshed", 60_000));

        assertThat(done(renewal).access()).isEqualTo(Secret.of("signed in"));
        assertThat(found(there.store.load(USER)).orElseThrow().access()).isEqualTo(Secret.of("signed in"));
    }

    @Test
    void removalIsOfTheTokenThatWasUsedOnly() {
        settle();
        UpstreamToken used = here.token("used", 60_000);
        done(here.store.save(USER, used));
        done(there.store.save(USER, there.token("newer", 60_000)));

        done(here.store.remove(USER, used));
        assertThat(found(here.store.load(USER)).orElseThrow().access()).isEqualTo(Secret.of("newer"));
        done(here.store.remove(USER, there.token("newer", 60_000)));

        assertThat(redis.ask("EXISTS", TokenName.of(USER).token())).isEqualTo("0");
    }

    @Test
    void changeIsAnnouncedToTheOthers() {
        List<TokenKey> heardHere = new CopyOnWriteArrayList<>();
        List<TokenKey> heardThere = new CopyOnWriteArrayList<>();
        here.store.whenChanged(heardHere::add);
        there.store.whenChanged(heardThere::add);

        done(here.store.save(USER, here.token("a", 60_000)));

        Eventually.holds("the other hears of it", PATIENCE, () -> heardThere.contains(USER));
        assertThat(heardHere).isEmpty();
    }

    @Test
    void usersTokenIsNotRenewedAheadWithoutRedisAndOnlyByWhoKnowsIt() {
        done(here.store.save(USER, here.token("a", 60_000)));
        redis.kill();
        Eventually.holds(
                "it is lost",
                PATIENCE,
                () -> !here.link.state().up() && !there.link.state().up());

        assertThat(here.store.mayRenewAhead(USER)).isFalse();
        assertThat(here.store.mayRenewAhead(PROJECT)).isTrue();
        assertThat(done(here.store.exclusively(USER, known -> issued(here.token("b", 60_000))))
                        .access())
                .isEqualTo(Secret.of("b"));
        assertThatThrownBy(() -> done(there.store.exclusively(USER, none -> issued(there.token("c", 60_000)))))
                .hasMessage(Failure.Kind.SESSION_UNAVAILABLE.slug());
    }

    @Test
    void refusalWithoutRedisDoesNotEndTheSession() {
        done(here.store.save(USER, here.token("a", 60_000)));
        redis.kill();
        Eventually.holds("it is lost", PATIENCE, () -> !here.link.state().up());

        Future<UpstreamToken> refused = here.store.exclusively(
                USER, known -> Future.failedFuture(new Failure.TokenInvalid("spent").toException()));

        assertThatThrownBy(() -> done(refused)).hasMessage(Failure.Kind.SESSION_UNAVAILABLE.slug());
        assertThat(found(here.store.load(USER))).isPresent();
    }

    @Test
    void whatHappenedWithoutRedisIsToldAfterwards() {
        redis.kill();
        Eventually.holds("it is lost", PATIENCE, () -> !here.link.state().up());
        done(here.store.save(USER, here.token("a", 60_000)));

        redis.restart();

        Eventually.holds(
                "the other knows it",
                PATIENCE,
                () -> found(there.store.load(USER)).isPresent());
    }

    /** All at once they were more than may wait for Redis, and those beyond stayed unknown to the others. */
    @Test
    void thousandsOfSignInsWithoutRedisAreAllToldAfterwards() {
        redis.kill();
        Eventually.holds("it is lost", PATIENCE, () -> !here.link.state().up());
        for (int i = 0; i < 2_500; i++) {
            done(here.store.save(new TokenKey.OfUser("acme", "eu", "uid-" + i), here.token("a" + i, 60_000)));
        }

        redis.restart();

        Eventually.holds(
                "all are told",
                PATIENCE,
                () -> redis.ask("KEYS", "*:token").lines().count() == 2_500);
    }

    /** When the answer comes too late, the lock that it brought must not stand in its owner's way. */
    @Test
    void lockThatIsAskedForAgainIsStillTheOwners() {
        String acquire = Script.beside(RedisTokenStore.class, "acquire").text();
        TokenName name = TokenName.of(USER);
        String[] first = {"EVAL", acquire, "3", name.token(), name.lock(), name.fence(), "owner", "1800", "100000"};
        String[] other = first.clone();
        other[6] = "other";

        assertThat(redis.ask(first)).doesNotEndWith("\n0");
        assertThat(redis.ask(first)).doesNotEndWith("\n0");
        assertThat(redis.ask(other)).endsWith("\n0");
    }

    private static void renew(Instance at, String access) {
        UpstreamToken token = at.token(access, 60_000);
        assertThat(done(at.store.exclusively(PROJECT, none -> issued(token)))).isEqualTo(token);
    }

    private void awaitLock() {
        Eventually.holds(
                "it renews",
                PATIENCE,
                () -> redis.ask("EXISTS", TokenName.of(PROJECT).lock()).equals("1"));
    }

    /** Waits until a removal counts again, which is some seconds after a store has come up. */
    private void settle() {
        Eventually.holds("it has settled", PATIENCE, () -> !here.link.state().backFor(Duration.ofSeconds(5)));
    }

    private static Optional<UpstreamToken> found(Future<@Nullable UpstreamToken> load) {
        return done(load.map(Optional::ofNullable));
    }
}
