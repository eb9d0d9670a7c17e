package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private static final Failure DEADLINE = new Failure.Deadline(Duration.ofSeconds(1), true);
    private static final Failure GONE = new Failure.ClientGone();

    private final List<Object> events = new ArrayList<>();
    private final Lifetime lifetime = new Lifetime(1_000, events::add);

    @Test
    void earlyEndAbortsTheAttemptAndThenTellsTheEdge() {
        lifetime.sending(() -> events.add("abort"));

        lifetime.end(DEADLINE);

        assertThat(events).containsExactly("abort", DEADLINE);
        assertThat(lifetime.over()).isTrue();
        assertThat(lifetime.why()).isEqualTo(DEADLINE);
    }

    @Test
    void onlyTheFirstEndCounts() {
        lifetime.end(GONE);
        lifetime.end(DEADLINE);
        lifetime.complete();

        assertThat(events).containsExactly(GONE);
        assertThat(lifetime.why()).isEqualTo(GONE);
    }

    @Test
    void completedCallIsNotEndedAgain() {
        lifetime.complete();

        lifetime.end(DEADLINE);

        assertThat(events).isEmpty();
    }

    @Test
    void completedCallLetsGoOfWhatNobodyRead() {
        lifetime.sending(() -> events.add("abort"));

        lifetime.complete();
        lifetime.complete();

        assertThat(events).containsExactly("abort");
    }

    @Test
    void nextAttemptTakesThePlaceOfTheOneBefore() {
        lifetime.sending(() -> events.add("abort first"));
        lifetime.sending(() -> events.add("abort second"));
        assertThat(events).containsExactly("abort first");

        lifetime.end(GONE);

        assertThat(events).containsExactly("abort first", "abort second", GONE);
    }

    @Test
    void cloudMayHaveActedOnceBytesWereSent() {
        assertThat(lifetime.mayHaveActed()).isFalse();

        lifetime.sending(() -> {});

        assertThat(lifetime.mayHaveActed()).isTrue();
    }

    @Test
    void whatIsLeftForTheEndHappensOnceAndInOrder() {
        lifetime.afterwards(() -> events.add("first"));
        lifetime.afterwards(() -> events.add("second"));

        lifetime.end(GONE);
        lifetime.complete();

        assertThat(events).containsExactly(GONE, "first", "second");
    }

    @Test
    void whatIsLeftForTheEndOfOneThatIsOverHappensAtOnce() {
        lifetime.complete();

        lifetime.afterwards(() -> events.add("at once"));

        assertThat(events).containsExactly("at once");
    }

    @Test
    void whatIsSentInTheLifeThatCarriesItIsSent() {
        Lifetime carrier = new Lifetime(1_000, events::add);
        lifetime.carriedBy(carrier, () -> events.add("left"));
        assertThat(lifetime.mayHaveActed()).isFalse();

        carrier.sending(() -> {});
        lifetime.end(GONE);

        assertThat(lifetime.mayHaveActed()).isTrue();
        assertThat(events).containsExactly("left", GONE);
    }
}
