package io.tuyere.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessBrakeTest {
    private static final String GUESSER = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong(1);
    private final GuessBrake brake = new GuessBrake(vertx, new ClientAddresses(List.of()), nanos::get);

    @AfterEach
    void close() {
        vertx.close().onComplete(closed -> {});
    }

    @Test
    void firstFailuresAreAnsweredAtOnce() {
        for (int i = 0; i < GuessBrake.FREE; i++) {
            assertThat(brake.refused(GUESSER).result()).isTrue();
        }
    }

    @Test
    void furtherFailuresAreHeldAndThenNotAnswered() {
        exhaust(GUESSER);

        for (int i = 0; i < GuessBrake.MOST_HELD; i++) {
            assertThat(brake.refused(GUESSER).isComplete()).isFalse();
        }

        assertThat(brake.refused(GUESSER).result()).isFalse();
        assertThat(brake.refused(OTHER).result()).isTrue();
    }

    /** Whatever comes from a proxy on this machine that tells nobody's address would otherwise never be slowed down. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0:0:0:0:0:0:0:1", ""})
    void thisMachineIsASourceLikeAnyOther(String here) {
        exhaust(here);

        assertThat(brake.refused(here).isComplete()).isFalse();
    }

    @Test
    void timeForgives() {
        exhaust(GUESSER);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        for (int i = 0; i < GuessBrake.FREE_PER_SECOND; i++) {
            assertThat(brake.refused(GUESSER).result()).isTrue();
        }
        assertThat(brake.refused(GUESSER).isComplete()).isFalse();
    }

    @Test
    void heldRefusalIsAnsweredInTheEnd() {
        exhaust(GUESSER);

        Future<Boolean> held = brake.refused(GUESSER);

        assertThat(held.toCompletionStage().toCompletableFuture())
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(true);
    }

    @Test
    void addressesOfOneNetworkAreOneSource() {
        exhaust("2001:db8:1:2::1");

        assertThat(brake.refused("2001:db8:1:2:ffff::2").isComplete()).isFalse();
        assertThat(brake.refused("2001:db8:1:3::1").isComplete()).isTrue();
    }

    private void exhaust(String source) {
        for (int i = 0; i < GuessBrake.FREE; i++) {
            assertThat(brake.refused(source).isComplete()).isTrue();
        }
    }
}
