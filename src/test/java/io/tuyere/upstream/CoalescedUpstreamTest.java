package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CoalescedUpstreamTest {
    private static final long LIMIT_MILLIS = 40;
    private static final Failure BROKEN = new Failure.UpstreamBroken("eu", "the connection was reset");

    private final Held cloud = new Held();
    private final Ticker ticker = new Ticker();
    private final Deadlines deadlines = new Deadlines(ticker.vertx());
    private final CoalescedUpstream coalesced = new CoalescedUpstream(
            cloud,
            "eu",
            Set.of(Sharing.TEMPLATE),
            PathTemplates.builtIn(),
            deadlines,
            LIMIT_MILLIS,
            new Meters().region("eu"));

    @Test
    void readsThatAreTheSameShareOneCall() {
        List<Future<Reply>> answers =
                Stream.generate(() -> coalesced.send(Sharing.read())).limit(3).toList();
        assertThat(cloud.sent()).isEqualTo(1);

        cloud.answer(0).complete(Sample.success().result());

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.result().head().toString()).contains("success"));
        assertThat(answers)
                .extracting(answer -> String.valueOf(answer.result().headers().get("X-Tuyere-Cache")))
                .containsExactly("null", "shared", "shared");
        assertNothingIsHeld();
    }

    @Test
    void readsOfOtherTenantsUsersProjectsAndTargetsAreCallsOfTheirOwn() {
        Future<Reply> first = coalesced.send(Sharing.read());

        List<Future<Reply>> others =
                Sharing.others().stream().map(coalesced::send).toList();

        assertThat(first.isComplete()).isFalse();
        assertThat(cloud.sent()).isEqualTo(1 + others.size());
    }

    @Test
    void whatIsNotToBeSharedIsSentEachTime() {
        List<Future<Reply>> alone = Stream.generate(Sharing::loners)
                .limit(2)
                .flatMap(List::stream)
                .map(coalesced::send)
                .toList();

        assertThat(cloud.sent()).isEqualTo(alone.size());
        assertThat(coalesced.underWay()).isZero();
    }

    @Test
    void theNextReadAfterTheAnswerIsACallOfItsOwn() {
        Future<Reply> first = coalesced.send(Sharing.read());
        cloud.answer(0).complete(Sample.success().result());

        Future<Reply> next = coalesced.send(Sharing.read());

        assertThat(first.succeeded()).isTrue();
        assertThat(next.isComplete()).isFalse();
        assertThat(cloud.sent()).isEqualTo(2);
    }

    @Test
    void whoeverLeavesEndsItForNobodyElse() {
        Lifetime first = Sample.lifetime();
        Lifetime second = Sample.lifetime();
        Future<Reply> leaving = coalesced.send(Sharing.read(first));
        Future<Reply> hurrying = coalesced.send(Sharing.read(second));
        Future<Reply> staying = coalesced.send(Sharing.read());

        first.end(new Failure.ClientGone());
        second.end(new Failure.Deadline(Duration.ofMillis(5), first.mayHaveActed()));
        cloud.answer(0).complete(Sample.success().result());

        assertThat(failure(leaving).kind()).isEqualTo(Failure.Kind.CLIENT_GONE);
        assertThat(failure(hurrying).kind()).isEqualTo(Failure.Kind.DEADLINE);
        assertThat(staying.succeeded()).isTrue();
        assertNothingIsHeld();
    }

    @Test
    void theLastWhoLeavesEndsTheCall() {
        Lifetime first = Sample.lifetime();
        Lifetime second = Sample.lifetime();
        Future<Reply> one = coalesced.send(Sharing.read(first));
        Future<Reply> other = coalesced.send(Sharing.read(second));
        first.end(new Failure.ClientGone());
        assertThat(cloud.call(0).lifetime().over()).isFalse();

        second.end(new Failure.ClientGone());

        assertThat(one.failed() && other.failed()).isTrue();
        assertThat(cloud.call(0).lifetime().over()).isTrue();
        assertNothingIsHeld();
    }

    @Test
    void aFailureIsSharedAsWell() {
        Future<Reply> one = coalesced.send(Sharing.read());
        Future<Reply> other = coalesced.send(Sharing.read());

        cloud.answer(0).fail(BROKEN.toException());

        assertThat(failure(one)).isEqualTo(BROKEN);
        assertThat(failure(other)).isEqualTo(BROKEN);
        assertNothingIsHeld();
    }

    /** The shared call began before the second client came, whose time is not up. */
    @Test
    void whoCameLaterAsksAgainWhenTheTimeOfTheSharedCallIsUp() {
        Future<Reply> answer = coalesced.send(Sharing.read());
        while (cloud.sent() == 1) {
            ticker.tick();
        }

        cloud.answer(1).complete(Sample.success().result());

        assertThat(answer.succeeded()).isTrue();
        assertNothingIsHeld();
    }

    @Test
    void anAnswerTooLongToBeHeldGoesToOneAndTheOthersAskForThemselves() {
        Lifetime first = Sample.lifetime();
        Future<Reply> one = coalesced.send(Sharing.read(first));
        Future<Reply> other = coalesced.send(Sharing.read());

        cloud.answer(0).complete(Held.streaming());

        assertThat(one.result().rest()).isNotNull();
        assertThat(other.isComplete()).isFalse();
        assertThat(cloud.sent()).isEqualTo(2);
        assertThat(cloud.call(0).lifetime().over()).isFalse();
        first.complete();
        assertThat(cloud.call(0).lifetime().over()).isTrue();
        assertNothingIsHeld();
    }

    @Test
    void headersThatAreSetOnOneAnswerAreNotOnTheOthers() {
        Future<Reply> one = coalesced.send(Sharing.read());
        Future<Reply> other = coalesced.send(Sharing.read());
        one.onSuccess(reply -> reply.headers().set("X-Tuyere-Hint", "for one only"));

        cloud.answer(0).complete(Sample.success().result());

        assertThat(other.result().headers().contains("X-Tuyere-Hint")).isFalse();
    }

    private void assertNothingIsHeld() {
        assertThat(coalesced.underWay()).isZero();
        assertThat(deadlines.running()).isZero();
    }

    private static Failure failure(Future<Reply> answer) {
        return ((FailureException) answer.cause()).failure();
    }
}
