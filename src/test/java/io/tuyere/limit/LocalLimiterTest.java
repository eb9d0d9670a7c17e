package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tuyere.support.Crowd;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LocalLimiterTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();

    @Test
    void burstIsAdmittedAndThenTheRate() {
        LocalLimiter limiter = new LocalLimiter(Gcra.of(10, 3), now::get);

        assertThat(limiter.takeNow()).isEqualTo(new Verdict(true, 2, SECOND / 10, false));
        assertThat(limiter.takeNow().admitted()).isTrue();
        assertThat(limiter.takeNow()).isEqualTo(new Verdict(true, 0, SECOND / 10, false));
        now.addAndGet(SECOND / 20);
        assertThat(limiter.takeNow()).isEqualTo(new Verdict(false, 0, SECOND / 20, false));
        now.addAndGet(SECOND / 20);
        assertThat(limiter.takeNow().admitted()).isTrue();
    }

    /** Kong/kong#5790: calls at once must not pass between reading and writing. */
    @Test
    void callsAtOnceOnSeveralThreadsAreCountedExactly() {
        LocalLimiter limiter = new LocalLimiter(Gcra.of(1, 1_000), now::get);

        int admitted = Crowd.of(8, thread -> admitted(limiter, 500)).stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(admitted).isEqualTo(1_000);
    }

    @Test
    void permitThatComesBackIsGivenAgain() {
        LocalLimiter limiter = new LocalLimiter(Gcra.of(1, 1), now::get);
        assertThat(limiter.takeNow().admitted()).isTrue();

        limiter.giveBack();

        assertThat(limiter.takeNow().admitted()).isTrue();
        assertThat(limiter.takeNow().admitted()).isFalse();
    }

    @Test
    void complaintHalvesTheRateOnceASecondAndItComesBackByATwentiethASecond() {
        LocalLimiter limiter = new LocalLimiter(Gcra.of(100, 1), now::get);

        limiter.slowDown();
        limiter.slowDown();
        assertThat(limiter.rate().perSecond()).isEqualTo(50);
        now.addAndGet(5 * SECOND);
        assertThat(limiter.rate().perSecond()).isEqualTo(75, within(0.01));
        limiter.slowDown();
        assertThat(limiter.rate().perSecond()).isEqualTo(37.5, within(0.1));
        now.addAndGet(20 * SECOND);
        assertThat(limiter.rate().perSecond()).isEqualTo(100);
    }

    @Test
    void rateNeverFallsBelowASixteenth() {
        LocalLimiter limiter = new LocalLimiter(Gcra.of(100, 1), now::get);

        for (int i = 0; i < 50; i++) {
            limiter.slowDown();
            now.addAndGet(SECOND);
        }

        assertThat(limiter.rate().perSecond()).isGreaterThan(6);
    }

    private static int admitted(LocalLimiter limiter, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            admitted += limiter.takeNow().admitted() ? 1 : 0;
        }
        return admitted;
    }
}
