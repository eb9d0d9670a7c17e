package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.limit.Budgets;
import io.tuyere.limit.Gcra;
import io.tuyere.limit.Limiter;
import io.tuyere.limit.Pace;
import io.tuyere.limit.Verdict;
import io.tuyere.limit.WaitingRoom;
import io.tuyere.observe.Meters;
import io.tuyere.support.TurnedClock;
import io.tuyere.upstream.BreakerState.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Calls that wait for the cloud's pace, behind the breakers. */
final class PacedUpstreamTest {
    private static final int LEAST = BreakerRule.TRANSPORT.least();
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TurnedClock clock = new TurnedClock();
    private final Meters meters = new Meters();
    private final Queue<Runnable> alarms = new ArrayDeque<>();
    private final List<Promise<Reply>> sent = new ArrayList<>();
    private final Slow limiter = new Slow();
    private final Pace pace = new Pace(
            (key, rate) -> limiter,
            (key, rate) -> limiter,
            new Pace.Shared(
                    meters.limits(),
                    new WaitingRoom(100),
                    (millis, action) -> alarms.add(action),
                    () -> clock.getAsLong() * NANOS_PER_MILLI,
                    () -> false));
    private final Breakers breakers = new Breakers(PathTemplates.builtIn(), CloudCodes.builtIn(), meters, clock);
    private final PacedUpstream paced = new PacedUpstream(
            this::play,
            Sample.region(1),
            pace,
            new Budgets(meters.limits(), () -> false, clock),
            meters.region("eu"),
            clock);
    private final GuardedUpstream guarded = new GuardedUpstream(paced, breakers.of("eu"), clock, CALL.toMillis());

    /** It used to open the breaker of a region that was never asked. */
    @Test
    void deadlineInTheQueueSaysNothingAboutTheRegion() {
        pace.override(Map.of("GET /v1.0/devices/{device_id}", 1.0));
        List<Future<Reply>> answers = new ArrayList<>();
        List<Lifetime> lifetimes = new ArrayList<>();
        for (int i = 0; i < LEAST; i++) {
            lifetimes.add(Sample.lifetime());
            answers.add(guarded.send(Sample.call(lifetimes.get(i))));
        }

        clock.pass(CALL);
        lifetimes.forEach(lifetime -> lifetime.end(new Failure.Deadline(CALL, false)));

        assertThat(answers).allMatch(Future::failed);
        assertThat(sent).isEmpty();
        assertThat(pace.waiting()).isZero();
        assertThat(breakers.states().get(0).position()).isEqualTo(Position.CLOSED);
    }

    @Test
    void regionIsJudgedByTheTimeItHadAfterTheWait() {
        pace.override(Map.of("GET /v1.0/devices/{device_id}", 1.0));

        waitAndThenTake(Duration.ofMillis(999));
        assertThat(breakers.states().get(0).position()).isEqualTo(Position.CLOSED);
        waitAndThenTake(Duration.ofSeconds(1));

        assertThat(breakers.states().get(0).position()).isEqualTo(Position.OPEN);
    }

    /** Calls that wait for five seconds, are sent, and meet their deadline when the region had them for so long. */
    private void waitAndThenTake(Duration regionHadIt) {
        for (int i = 0; i < LEAST; i++) {
            Lifetime lifetime = Sample.lifetime();
            limiter.admits = false;
            Future<Reply> answer = guarded.send(Sample.call(lifetime));
            clock.pass(Duration.ofSeconds(5));
            limiter.admits = true;
            alarms.remove().run();
            clock.pass(regionHadIt);
            lifetime.end(new Failure.Deadline(CALL, true));
            sent.remove(0).fail(new Failure.ClientGone().toException());
            assertThat(answer.failed()).isTrue();
        }
    }

    private Future<Reply> play(Call call) {
        sent.add(Promise.promise());
        return sent.get(sent.size() - 1).future();
    }

    /** Admits when the test says so. */
    private static final class Slow implements Limiter {
        private static final Gcra RATE = Gcra.of(1_000, 1);

        private boolean admits;

        @Override
        public Future<Verdict> take() {
            return Future.succeededFuture(look());
        }

        @Override
        public Verdict look() {
            return new Verdict(admits, 0, NANOS_PER_MILLI, false);
        }

        @Override
        public void giveBack() {
            // It has as many as it likes.
        }

        @Override
        public void slowDown() {
            // It goes by what the test says.
        }

        @Override
        public Gcra rate() {
            return RATE;
        }

        @Override
        public Gcra share() {
            return RATE;
        }
    }
}
