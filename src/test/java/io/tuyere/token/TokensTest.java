package io.tuyere.token;

import static io.tuyere.token.FakeIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final TokenKey PROJECT = new TokenKey.OfProject("project", "eu");
    private static final TokenKey.OfUser USER = new TokenKey.OfUser("acme", "eu", "uid");
    private static final Failure DOWN = new Failure.RegionUnavailable("eu", "connection refused");
    private static final Failure SESSION_ENDED = new Failure.TokenInvalid("the session of this user has ended");
    private static final long LIFE = 7_200_000;

    private final AtomicLong clock = new AtomicLong(1_000_000_000);
    private final MemoryTokenStore store = new MemoryTokenStore();
    private final Tokens tokens = new Tokens(store, clock::get);
    private final FakeIssuer issuer = new FakeIssuer();

    @Test
    void liveTokenIsAskedForOnce() {
        hold(PROJECT, "a", LIFE);

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(issuer.calls()).isEqualTo(1);
        assertThat(tokens.size()).isEqualTo(1);
    }

    @Test
    void tokenOfAnotherInstanceIsTakenFromTheStore() {
        assertThat(store.save(PROJECT, token("theirs", clock.get() + LIFE)).succeeded())
                .isTrue();

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("theirs");
        assertThat(issuer.calls()).isZero();
    }

    @Test
    void tokensOfOneKeyAreNotThoseOfAnother() {
        hold(PROJECT, "a", LIFE);
        Future<UpstreamToken> other = tokens.current(new TokenKey.OfProject("project", "us"), issuer);

        assertThat(other.isComplete()).isFalse();
        assertThat(issuer.calls()).isEqualTo(2);
    }

    @Test
    void expiredTokenIsWaitedFor() {
        hold(PROJECT, "a", LIFE);
        clock.addAndGet(LIFE);

        Future<UpstreamToken> waiting = tokens.current(PROJECT, issuer);
        assertThat(waiting.isComplete()).isFalse();
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(waiting.result().access().reveal()).isEqualTo("b");
    }

    @Test
    void tokenCloseToItsEndServesWhileItIsRenewed() {
        hold(PROJECT, "a", LIFE);
        clock.addAndGet(LIFE - Tokens.AHEAD_MILLIS / 2);

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(issuer.calls()).isEqualTo(2);
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("b");
    }

    @Test
    void renewalAheadIsSpacedWhileTheCloudAnswersTheSameToken() {
        hold(PROJECT, "a", LIFE);
        clock.addAndGet(LIFE - 60_000);

        for (int second = 0; second < 30; second++) {
            issuer.prepare(token("a", clock.get() + 60_000 - second * 1_000L));
            assertThat(tokens.current(PROJECT, issuer).result().access().reveal())
                    .isEqualTo("a");
            clock.addAndGet(1_000);
        }

        assertThat(issuer.calls()).isEqualTo(4);
    }

    @Test
    void failedRenewalAheadLeavesTheLiveToken() {
        hold(PROJECT, "a", LIFE);
        clock.addAndGet(LIFE - 60_000);

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        issuer.refuse(DOWN);
        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        clock.addAndGet(Tokens.SPACING_MILLIS);

        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(issuer.calls()).isEqualTo(3);
    }

    @Test
    void failedRenewalAheadOfASessionLeavesTheLiveToken() {
        hold(USER, "a", LIFE);
        clock.addAndGet(LIFE - 60_000);

        assertThat(tokens.current(USER, issuer).result().access().reveal()).isEqualTo("a");
        issuer.refuse(SESSION_ENDED);

        assertThat(tokens.current(USER, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(store.load(USER).result()).isNotNull();
    }

    @Test
    void failureIsSharedForASecondAndThenTriedAgain() {
        Future<UpstreamToken> first = tokens.current(PROJECT, issuer);
        issuer.refuse(DOWN);
        Future<UpstreamToken> second = tokens.current(PROJECT, issuer);
        clock.addAndGet(Tokens.SHARED_FAILURE_MILLIS);
        Future<UpstreamToken> third = tokens.current(PROJECT, issuer);
        issuer.answer(token("a", clock.get() + LIFE));

        assertThat(failure(first)).isEqualTo(DOWN);
        assertThat(failure(second)).isEqualTo(DOWN);
        assertThat(third.result().access().reveal()).isEqualTo("a");
        assertThat(issuer.calls()).isEqualTo(2);
    }

    @Test
    void rejectedTokenIsReplacedOnce() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);

        Future<UpstreamToken> first = tokens.replace(PROJECT, refused, issuer);
        Future<UpstreamToken> second = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("b", clock.get() + LIFE));
        Future<UpstreamToken> late = tokens.replace(PROJECT, refused, issuer);

        assertThat(first.result().access().reveal()).isEqualTo("b");
        assertThat(second.result().access().reveal()).isEqualTo("b");
        assertThat(late.result().access().reveal()).isEqualTo("b");
        assertThat(issuer.calls()).isEqualTo(2);
    }

    /** Once every call that came while the refused token was being replaced was sent with it, to be refused too. */
    @Test
    void rejectedTokenIsGivenToNobodyAnyMore() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);

        Future<UpstreamToken> replaced = tokens.replace(PROJECT, refused, issuer);
        Future<UpstreamToken> meanwhile = tokens.current(PROJECT, issuer);
        assertThat(meanwhile.isComplete()).isFalse();
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(replaced.result().access().reveal()).isEqualTo("b");
        assertThat(meanwhile.result().access().reveal()).isEqualTo("b");
    }

    /** Once a refused token came back to life when its replacement failed. */
    @Test
    void rejectedTokenIsNotServedWhenItsReplacementFails() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);

        Future<UpstreamToken> replaced = tokens.replace(PROJECT, refused, issuer);
        issuer.refuse(DOWN);
        Future<UpstreamToken> shared = tokens.current(PROJECT, issuer);
        clock.addAndGet(Tokens.SHARED_FAILURE_MILLIS);
        Future<UpstreamToken> next = tokens.current(PROJECT, issuer);
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(failure(replaced)).isEqualTo(DOWN);
        assertThat(failure(shared)).isEqualTo(DOWN);
        assertThat(next.result().access().reveal()).isEqualTo("b");
    }

    /** Once the caller joined a renewal from before the refusal, and got the refused token back. */
    @Test
    void renewalFromBeforeTheRefusalIsFollowedByAnother() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);
        clock.addAndGet(LIFE - 60_000);
        assertThat(tokens.current(PROJECT, issuer).succeeded()).isTrue();

        Future<UpstreamToken> replaced = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("a", clock.get() + 60_000));
        assertThat(replaced.isComplete()).isFalse();
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(replaced.result().access().reveal()).isEqualTo("b");
        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("b");
        assertThat(issuer.calls()).isEqualTo(3);
    }

    /** A cloud that refuses a call with 1010 for another reason must not be asked for a token with every such call. */
    @Test
    void tokenThatTheCloudGivesAgainIsNotReplacedWithinASecond() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);
        issuer.prepare(token("a", clock.get() + LIFE));

        assertThat(tokens.replace(PROJECT, refused, issuer).result().access().reveal())
                .isEqualTo("a");
        assertThat(tokens.replace(PROJECT, refused, issuer).result().access().reveal())
                .isEqualTo("a");
        assertThat(tokens.current(PROJECT, issuer).result().access().reveal()).isEqualTo("a");
        assertThat(issuer.calls()).isEqualTo(2);
        clock.addAndGet(Tokens.SHARED_FAILURE_MILLIS);
        Future<UpstreamToken> later = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(later.result().access().reveal()).isEqualTo("b");
    }

    /** Once an expired token was given for a refused one. */
    @Test
    void expiredTokenReplacesNothing() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);
        Future<UpstreamToken> replaced = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("b", clock.get() + 1_000));
        assertThat(replaced.succeeded()).isTrue();
        clock.addAndGet(1_000);

        Future<UpstreamToken> again = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("c", clock.get() + LIFE));

        assertThat(again.result().access().reveal()).isEqualTo("c");
    }

    @Test
    void rejectedTokenOfAnInstanceThatForgotItIsNotTakenFromTheStore() {
        UpstreamToken refused = token("a", clock.get() + LIFE);
        assertThat(store.save(PROJECT, refused).succeeded()).isTrue();

        Future<UpstreamToken> replaced = tokens.replace(PROJECT, refused, issuer);
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(replaced.result().access().reveal()).isEqualTo("b");
        assertThat(store.load(PROJECT).result().access().reveal()).isEqualTo("b");
    }

    @Test
    void replacementOfAnotherInstanceIsTakenFromTheStore() {
        UpstreamToken refused = held(PROJECT, "a", LIFE);
        assertThat(store.save(PROJECT, token("theirs", clock.get() + LIFE)).succeeded())
                .isTrue();

        assertThat(tokens.replace(PROJECT, refused, issuer).result().access().reveal())
                .isEqualTo("theirs");
        assertThat(issuer.calls()).isEqualTo(1);
    }

    @Test
    void sessionIsRenewedWithWhatIsStored() {
        hold(USER, "a", LIFE);
        clock.addAndGet(LIFE);

        Future<UpstreamToken> renewed = tokens.current(USER, issuer);
        issuer.answer(token("b", clock.get() + LIFE));

        assertThat(renewed.result().access().reveal()).isEqualTo("b");
        assertThat(issuer.asked()).containsExactly("a");
    }

    @Test
    void deadSessionIsForgotten() {
        UpstreamToken refused = held(USER, "a", LIFE);

        Future<UpstreamToken> replaced = tokens.replace(USER, refused, issuer);
        issuer.refuse(SESSION_ENDED);

        assertThat(failure(replaced)).isEqualTo(SESSION_ENDED);
        assertThat(store.load(USER).result()).isNull();
        assertThat(tokens.size()).isZero();
    }

    @Test
    void sessionOutlivesARegionThatIsDown() {
        UpstreamToken refused = held(USER, "a", LIFE);

        Future<UpstreamToken> replaced = tokens.replace(USER, refused, issuer);
        issuer.refuse(DOWN);

        assertThat(failure(replaced)).isEqualTo(DOWN);
        assertThat(store.load(USER).result()).isEqualTo(refused);
    }

    @Test
    void whoSignsInAgainIsNotHeldToTheFailureOfTheOldSession() {
        UpstreamToken refused = held(USER, "a", LIFE);
        Future<UpstreamToken> replaced = tokens.replace(USER, refused, issuer);
        issuer.refuse(SESSION_ENDED);

        hold(USER, "b", LIFE);

        assertThat(replaced.failed()).isTrue();
        assertThat(tokens.current(USER, issuer).result().access().reveal()).isEqualTo("b");
    }

    /** Once the failure of the old session's renewal, coming late, threw out the session that had just begun. */
    @Test
    void lateFailureOfAnOldSessionLeavesTheNewOne() {
        UpstreamToken refused = held(USER, "a", LIFE);
        Future<UpstreamToken> replaced = tokens.replace(USER, refused, issuer);

        hold(USER, "b", LIFE);
        issuer.refuse(SESSION_ENDED);

        assertThat(replaced.failed()).isTrue();
        assertThat(tokens.current(USER, issuer).result().access().reveal()).isEqualTo("b");
        assertThat(store.load(USER).result().access().reveal()).isEqualTo("b");
    }

    /** Once the old session's renewal, coming late, took the place of the session that had just begun. */
    @Test
    void lateRenewalOfAnOldSessionLeavesTheNewOne() {
        UpstreamToken refused = held(USER, "a", LIFE);
        Future<UpstreamToken> replaced = tokens.replace(USER, refused, issuer);

        hold(USER, "b", LIFE);
        issuer.answer(token("renewed-a", clock.get() + LIFE));

        assertThat(replaced.result().access().reveal()).isEqualTo("b");
        assertThat(tokens.current(USER, issuer).result().access().reveal()).isEqualTo("b");
        assertThat(store.load(USER).result().access().reveal()).isEqualTo("b");
    }

    @Test
    void issuerThatThrowsFailsTheCallersAndIsAskedAgain() {
        Future<UpstreamToken> broken = tokens.current(PROJECT, current -> {
            throw new IllegalStateException("a bug");
        });
        issuer.prepare(token("a", clock.get() + LIFE));
        Future<UpstreamToken> next = tokens.current(PROJECT, issuer);

        assertThat(broken.cause()).hasMessage("a bug");
        assertThat(next.succeeded()).isTrue();
    }

    /** A token that lives for less than the usual lead must not be renewed with every call. */
    @Test
    void shortLivedTokenIsNotRenewedWithEveryCall() {
        hold(PROJECT, "a", 20_000);

        for (int call = 0; call < 9; call++) {
            assertThat(tokens.current(PROJECT, issuer).succeeded()).isTrue();
            clock.addAndGet(1_000);
        }

        assertThat(issuer.calls()).isEqualTo(1);
    }

    private void hold(TokenKey key, String access, long life) {
        assertThat(held(key, access, life).access().reveal()).isEqualTo(access);
    }

    private UpstreamToken held(TokenKey key, String access, long life) {
        UpstreamToken token = token(access, clock.get() + life);
        if (key instanceof TokenKey.OfUser user) {
            assertThat(tokens.signIn(user, token).succeeded()).isTrue();
        } else {
            issuer.prepare(token);
            assertThat(tokens.current(key, issuer).result()).isEqualTo(token);
        }
        return token;
    }

    private static Failure failure(Future<?> future) {
        assertThat(future.cause()).isInstanceOf(FailureException.class);
        return ((FailureException) future.cause()).failure();
    }
}
