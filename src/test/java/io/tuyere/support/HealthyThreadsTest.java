package io.tuyere.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The watch over event loops and buffers is itself watched here: what is planted has to be found. */
@HealthyThreads.PlantsTrouble
final class HealthyThreadsTest {
    private final HealthyThreads watch = new HealthyThreads();

    @Test
    void aClassWithoutTroublePasses() {
        watch.begin(true);

        assertThatNoException().isThrownBy(() -> watch.end(true));
    }

    @Test
    void aBlockedEventLoopFailsTheClass() {
        VertxOptions strict = new VertxOptions()
                .setBlockedThreadCheckInterval(20)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(50)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
        Vertx vertx = Vertx.vertx(strict);
        CountDownLatch seen = new CountDownLatch(1);
        watch.begin(false);
        Throwable failure;
        try {
            vertx.runOnContext(unused -> block(seen));
            Eventually.holds("a blocked event loop is found", Duration.ofSeconds(20), watch::found);
        } finally {
            seen.countDown();
            failure = catchThrowable(() -> watch.end(false));
            GatewayUnderTest.done(vertx.close());
        }

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("has been blocked");
    }

    private static void block(CountDownLatch seen) {
        try {
            assertThat(seen.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Netty finds it when it is collected, for which it is given a few chances. */
    @Test
    void aBufferThatNobodyLetsGoFailsTheClass() {
        watch.begin(true);
        for (int i = 0; i < 50; i++) {
            lose();
        }

        Throwable failure = catchThrowable(() -> watch.end(true));
        for (int i = 0; i < 20 && failure == null; i++) {
            watch.begin(false);
            failure = catchThrowable(() -> watch.end(true));
        }

        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("LEAK");
    }

    private static void lose() {
        ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
        ByteBuf written = lost.writeLong(42);
        assertThat(written.readableBytes()).isEqualTo(8);
    }
}
