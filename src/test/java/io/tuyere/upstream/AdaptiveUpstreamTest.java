package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AdaptiveUpstreamTest {
    private static final int FIRST = 20;
    private static final long FAIR_MILLIS = 1_000;
    private static final long MILLI = 1_000_000;

    private final Held cloud = new Held();
    private final GradientLimit limit = new GradientLimit(8, FIRST, 100);
    private long now;
    private final AdaptiveUpstream adaptive = new AdaptiveUpstream(cloud, "eu", limit, () -> now, FAIR_MILLIS);

    @Test
    void oneCallMoreThanTheLimitIsRefusedUntilOneEnds() {
        for (int i = 0; i < FIRST; i++) {
            assertThat(adaptive.send(Sharing.read()).isComplete()).isFalse();
        }

        assertThat(failure(adaptive.send(Sharing.read())).kind()).isEqualTo(Failure.Kind.OVERLOADED);
        cloud.answer(0).complete(Sample.success().result());
        assertThat(adaptive.send(Sharing.read()).isComplete()).isFalse();
    }

    @Test
    void everyEndGivesThePlaceBack() {
        for (int i = 0; i < 5 * FIRST; i++) {
            assertThat(adaptive.send(Sharing.read()).isComplete()).isFalse();
            if (i % 2 == 0) {
                cloud.answer(i).complete(Sample.success().result());
            } else {
                cloud.answer(i).fail(new Failure.RegionUnavailable("eu", "refused").toException());
            }
        }

        assertThat(limit.underWay()).isZero();
    }

    @Test
    void aBugBelowGivesThePlaceBack() {
        AdaptiveUpstream broken = new AdaptiveUpstream(
                call -> {
                    throw new IllegalStateException("a bug");
                },
                "eu",
                limit,
                () -> now,
                FAIR_MILLIS);

        assertThatIllegalStateException().isThrownBy(() -> broken.send(Sharing.read()));

        assertThat(limit.underWay()).isZero();
    }

    static Stream<Consumer<Held>> teachesNothing() {
        return Stream.of(
                cloud -> last(cloud)
                        .complete(Sample.refusal(2010, "device not exist", 1).result()),
                cloud -> last(cloud)
                        .complete(Sample.refusal(1010, "token invalid", 1).result()),
                cloud -> last(cloud).fail(new Failure.RegionUnavailable("eu", "connection refused").toException()),
                cloud -> last(cloud).fail(new Failure.Overloaded("eu").toException()),
                cloud -> cloud.call(cloud.sent() - 1).lifetime().end(new Failure.ClientGone()),
                cloud -> cloud.call(cloud.sent() - 1).lifetime().end(new Failure.Deadline(Duration.ofMillis(5), true)));
    }

    @ParameterizedTest
    @MethodSource("teachesNothing")
    void refusalsAndClientsThatLeaveTeachItNothing(Consumer<Held> end) {
        List<Future<Reply>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(adaptive.send(Sharing.read()));
            now += 100 * MILLI;
            end.accept(cloud);
        }

        assertThat(all).allMatch(Future::isComplete);
        assertThat(limit.limit()).isEqualTo(FIRST);
    }

    static Stream<Consumer<Held>> lowersIt() {
        return Stream.of(
                cloud -> last(cloud).fail(new Failure.UpstreamBroken("eu", "the connection was reset").toException()),
                cloud -> last(cloud).complete(Sample.success().result().withStatus(503)),
                cloud ->
                        cloud.call(cloud.sent() - 1).lifetime().end(new Failure.Deadline(Duration.ofSeconds(2), true)));
    }

    @ParameterizedTest
    @MethodSource("lowersIt")
    void whatTheRegionDropsLowersIt(Consumer<Held> end) {
        for (int i = 0; i < 200; i++) {
            assertThat(adaptive.send(Sharing.read()).isComplete()).isFalse();
            now += 1_000 * MILLI;
            end.accept(cloud);
        }

        assertThat(limit.limit()).isEqualTo(8);
        assertThat(limit.underWay()).isZero();
    }

    private static Promise<Reply> last(Held cloud) {
        return cloud.answer(cloud.sent() - 1);
    }

    private static Failure failure(Future<Reply> answer) {
        return ((FailureException) answer.cause()).failure();
    }
}
