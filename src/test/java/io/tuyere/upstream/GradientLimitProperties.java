package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every region that a limit may stand in front of. */
final class GradientLimitProperties {
    private static final int LEAST = 8;
    private static final int FIRST = 64;
    private static final int MOST = 1_000;
    private static final long MILLI = 1_000_000;
    private static final int WINDOWS = 400;

    /** Something that happened: after so many milliseconds, an answer that took so long, or none. */
    record Event(long gapMillis, long tookMillis, boolean dropped, int underWay) {}

    @Property
    void itStaysWithinItsBoundsWhateverHappens(@ForAll("events") List<Event> events) {
        GradientLimit any = new GradientLimit(LEAST, FIRST, MOST);
        long time = 0;
        for (Event event : events) {
            time += event.gapMillis() * MILLI;
            if (event.dropped()) {
                any.dropped(time, event.underWay());
            } else {
                any.answered(time, event.tookMillis() * MILLI, event.underWay());
            }
            assertThat(any.limit()).isBetween(LEAST, MOST);
        }
    }

    @Property(tries = 30)
    void aRegionThatNeverQueuesIsLetHaveAll(@ForAll @IntRange(min = 5, max = 500) int tookMillis) {
        Region region = new Region();
        for (int i = 0; i < WINDOWS; i++) {
            region.window(tookMillis, region.limit());
        }

        assertThat(region.limit()).isEqualTo(MOST);
    }

    /** A region that works on so many calls at a time, and lets the others queue: Little's law. */
    @Property(tries = 30)
    void aRegionThatQueuesIsGivenWhatItWorksOnAndAQueueOfBoundedLength(
            @ForAll @IntRange(min = 20, max = 300) int capacity, @ForAll @IntRange(min = 5, max = 500) int tookMillis) {
        Region region = new Region();
        region.learnAlone(tookMillis);
        for (int i = 0; i < WINDOWS; i++) {
            int underWay = region.limit();
            region.window(Math.max(1, tookMillis * Math.max(1.0, underWay / (double) capacity)), underWay);
            assertThat(region.limit()).isLessThanOrEqualTo(Math.max(FIRST, 3 * capacity) + 20);
        }

        assertThat(region.limit()).isGreaterThanOrEqualTo((int) (capacity * 0.9));
    }

    @Property(tries = 30)
    void whatItDidNotHoldTeachesItNothing(@ForAll @IntRange(min = 1, max = 1_000) int tookMillis) {
        Region region = new Region();
        for (int i = 0; i < WINDOWS; i++) {
            region.window(tookMillis, 3);
        }

        assertThat(region.limit()).isEqualTo(FIRST);
    }

    @Property(tries = 30)
    void afterTheTroubleItComesBack(@ForAll @IntRange(min = 5, max = 100) int tookMillis) {
        Region region = new Region();
        for (int i = 0; i < WINDOWS; i++) {
            region.drop();
        }
        assertThat(region.limit()).isEqualTo(LEAST);

        for (int i = 0; i < WINDOWS; i++) {
            region.window(tookMillis, region.limit());
        }

        assertThat(region.limit()).isEqualTo(MOST);
    }

    /** Answers calls as a test says, one window after the other. */
    private static final class Region {
        private final GradientLimit limit = new GradientLimit(LEAST, FIRST, MOST);
        private long now;

        int limit() {
            return limit.limit();
        }

        /** The usual time is learned while there is room. */
        void learnAlone(int tookMillis) {
            for (int i = 0; i < 20; i++) {
                window(tookMillis, 3);
            }
        }

        void window(double tookMillis, int underWay) {
            for (int i = 0; i < 10; i++) {
                now += 112 * MILLI;
                limit.answered(now, (long) (tookMillis * MILLI), underWay);
            }
        }

        void drop() {
            for (int i = 0; i < 10; i++) {
                now += 112 * MILLI;
                limit.dropped(now, limit.limit());
            }
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 5_000),
                        Arbitraries.longs().between(0, 60_000),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 5_000))
                .as(Event::new)
                .list()
                .ofMaxSize(300);
    }
}
