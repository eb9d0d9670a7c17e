package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HedgedUpstreamTest {
    private static final long AFTER_MILLIS = 100;
    private static final Failure BROKEN = new Failure.UpstreamBroken("eu", "the connection was reset");

    private final Held cloud = new Held();
    private final Alarms alarms = new Alarms();
    private final RetryBudget budget = new RetryBudget();
    private final HedgedUpstream hedged =
            new HedgedUpstream(cloud, AFTER_MILLIS, budget, alarms.vertx(), new Meters().region("eu"));

    @Test
    void aReadThatIsAnsweredInTimeIsSentOnce() {
        Future<Reply> answer = hedged.send(Sharing.read());
        cloud.answer(0).complete(Sample.success().result());

        alarms.ring();

        assertThat(answer.succeeded()).isTrue();
        assertThat(cloud.sent()).isEqualTo(1);
        assertThat(alarms.set()).isZero();
    }

    @Test
    void aLateReadIsSentAgainAndTheFirstAnswerWins() {
        Future<Reply> answer = hedged.send(Sharing.read());
        alarms.ring();
        assertThat(cloud.sent()).isEqualTo(2);

        cloud.answer(1).complete(Sample.success().result());

        assertThat(answer.succeeded()).isTrue();
        assertThat(cloud.answer(0).future().failed())
                .as("the loser is broken off")
                .isTrue();
        assertThat(cloud.call(0).lifetime().over()).isTrue();
        assertThat(cloud.call(1).lifetime().over()).isTrue();
    }

    @Test
    void theFirstMayStillWin() {
        Future<Reply> answer = hedged.send(Sharing.read());
        alarms.ring();

        cloud.answer(0).complete(Sample.success().result());

        assertThat(answer.succeeded()).isTrue();
        assertThat(cloud.answer(1).future().failed()).isTrue();
    }

    @Test
    void aFailureWaitsForTheOther() {
        Future<Reply> answer = hedged.send(Sharing.read());
        alarms.ring();

        cloud.answer(1).fail(BROKEN.toException());
        assertThat(answer.isComplete()).isFalse();
        cloud.answer(0).complete(Sample.success().result());

        assertThat(answer.succeeded()).isTrue();
    }

    @Test
    void twoFailuresAreTheFirstOne() {
        Future<Reply> answer = hedged.send(Sharing.read());
        alarms.ring();
        cloud.answer(0).fail(BROKEN.toException());

        cloud.answer(1).fail(new Failure.RegionUnavailable("eu", "connection refused").toException());

        assertThat(((FailureException) answer.cause()).failure()).isEqualTo(BROKEN);
    }

    @Test
    void aFailureBeforeItIsLateIsTheAnswer() {
        Future<Reply> answer = hedged.send(Sharing.read());

        cloud.answer(0).fail(BROKEN.toException());

        assertThat(answer.failed()).isTrue();
        assertThat(alarms.set()).isZero();
    }

    @Test
    void writesAreNeverSentTwice() {
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE, HttpMethod.PATCH)) {
            Call read = Sharing.read();
            Future<Reply> answer = hedged.send(new Call(
                    method,
                    read.path(),
                    null,
                    List.of(),
                    List.of(),
                    Buffer.buffer("{}"),
                    read.tenant(),
                    read.project(),
                    read.speaker(),
                    null,
                    read.lifetime()));
            assertThat(answer.isComplete()).isFalse();
        }

        alarms.ring();

        assertThat(cloud.sent()).isEqualTo(4);
    }

    @Test
    void anEmptyBudgetAllowsNoSecond() {
        while (budget.tryTake()) {
            // nothing is left
        }
        Future<Reply> answer = hedged.send(Sharing.read());

        alarms.ring();

        assertThat(answer.isComplete()).isFalse();
        assertThat(cloud.sent()).isEqualTo(1);
    }

    /** What waits for its turn at the gateway has not left, and a second one would only wait behind it. */
    @Test
    void whatHasNotLeftIsNotLate() {
        Lifetime[] waiting = new Lifetime[1];
        HedgedUpstream inLine = new HedgedUpstream(
                call -> {
                    waiting[0] = call.lifetime();
                    return Future.future(never -> {});
                },
                AFTER_MILLIS,
                budget,
                alarms.vertx(),
                new Meters().region("eu"));
        Future<Reply> answer = inLine.send(Sharing.read());
        Lifetime first = waiting[0];

        alarms.ring();
        assertThat(waiting[0]).isSameAs(first);
        first.sending(() -> {});
        alarms.ring();

        assertThat(waiting[0]).isNotSameAs(first);
        assertThat(answer.isComplete()).isFalse();
    }

    @Test
    void aClientThatLeavesEndsBoth() {
        Lifetime lifetime = Sample.lifetime();
        Future<Reply> answer = hedged.send(Sharing.read(lifetime));
        alarms.ring();

        lifetime.end(new Failure.Deadline(Duration.ofSeconds(1), true));

        assertThat(((FailureException) answer.cause()).failure().kind()).isEqualTo(Failure.Kind.DEADLINE);
        assertThat(cloud.answer(0).future().failed() && cloud.answer(1).future().failed())
                .isTrue();
        assertThat(alarms.set()).isZero();
    }

    @Test
    void anAnswerThatStreamsLivesAsLongAsItsCall() {
        Lifetime lifetime = Sample.lifetime();
        Future<Reply> answer = hedged.send(Sharing.read(lifetime));
        alarms.ring();

        cloud.answer(1).complete(Held.streaming());

        assertThat(answer.succeeded()).isTrue();
        assertThat(cloud.call(0).lifetime().over()).isTrue();
        assertThat(cloud.call(1).lifetime().over()).isFalse();
        lifetime.complete();
        assertThat(cloud.call(1).lifetime().over()).isTrue();
    }
}
