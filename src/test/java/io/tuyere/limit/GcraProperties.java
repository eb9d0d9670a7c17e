package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every rate and every history of calls. */
final class GcraProperties {
    private static final long SECOND = 1_000_000_000;

    @Property
    void noStretchOfTimeSeesMoreThanBurstAndRateAllow(@ForAll("rates") Gcra rate, @ForAll("gaps") List<Long> gaps) {
        Deque<Long> admitted = new ArrayDeque<>();
        long arrival = 0;
        long now = 0;
        for (long gap : gaps) {
            now += gap;
            long next = rate.next(arrival, now, 1);
            if (next == Gcra.REFUSED) {
                continue;
            }
            arrival = next;
            admitted.add(now);
            int later = admitted.size();
            for (long earlier : admitted) {
                assertThat((long) later--).isLessThanOrEqualTo(rate.burst() + (now - earlier) / rate.intervalNanos());
            }
        }
    }

    @Property
    void whoComesBackWhenToldIsAdmittedAndNotASoonerNanosecond(
            @ForAll("rates") Gcra rate, @ForAll("gaps") List<Long> gaps) {
        long arrival = 0;
        long now = 0;
        for (long gap : gaps) {
            now += gap;
            long next = rate.next(arrival, now, 1);
            if (next == Gcra.REFUSED) {
                long due = rate.dueNanos(arrival, now);
                assertThat(due).isPositive();
                assertThat(rate.next(arrival, now + due - 1, 1)).isEqualTo(Gcra.REFUSED);
                assertThat(rate.next(arrival, now + due, 1)).isNotEqualTo(Gcra.REFUSED);
            } else {
                arrival = next;
            }
        }
    }

    @Property
    void severalPermitsAtOnceAreTheSameAsOneByOne(@ForAll("rates") Gcra rate, @ForAll("gaps") List<Long> gaps) {
        long now = gaps.stream().mapToLong(Long::longValue).sum();
        long few = Math.min(5, rate.burst());
        long single = 0;
        for (int i = 0; i < few; i++) {
            single = rate.next(single, now, 1);
        }

        assertThat(rate.next(0, now, few)).isEqualTo(single);
        assertThat(rate.remaining(single, now)).isEqualTo(rate.burst() - few);
    }

    @Provide
    Arbitrary<Gcra> rates() {
        Arbitrary<Double> perSecond = Arbitraries.oneOf(
                Arbitraries.of(0.01, 0.5, 1.0, 3.0, 4.0, 5.0, 7.0, 100.0, 1e6),
                Arbitraries.doubles().between(0.01, 1e6));
        return perSecond.flatMap(
                rate -> Arbitraries.integers().between(1, 1_000).map(burst -> Gcra.of(rate, burst)));
    }

    @Provide
    Arbitrary<List<Long>> gaps() {
        return Arbitraries.oneOf(
                        Arbitraries.just(0L),
                        Arbitraries.longs().between(0, SECOND / 1_000),
                        Arbitraries.longs().between(0, 3 * SECOND))
                .list()
                .ofMaxSize(80);
    }
}
