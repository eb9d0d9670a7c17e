package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several instances on one virtual clock, with a ledger that answers after a while. */
final class LeaseTest {
    private static final String KEY = "k";

    private final VirtualTime time = new VirtualTime();
    private final Fleet fleet = new Fleet();
    private int instances = 2;

    @ParameterizedTest
    @CsvSource({"100, 100, 1", "100, 100, 20", "1000, 100, 1", "1000, 1, 5", "50000, 1000, 1", "37.5, 10, 2"})
    void fleetKeepsToTheRateAndOneBurstWithinTwoPercent(double perSecond, int burst, long roundTripMillis) {
        fleet.roundTripMillis = roundTripMillis;
        Gcra rate = Gcra.of(perSecond, burst);
        Flood flood = new Flood(lease(rate), lease(rate));

        flood.offer(4 * perSecond, 10_000);

        assertThat((double) flood.admitted).isBetween(0.98 * perSecond * 10, 1.02 * perSecond * 10 + burst);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5"})
    void slowRateIsExact(int perSecond) {
        Gcra rate = Gcra.of(perSecond, perSecond);
        Flood flood = new Flood(lease(rate), lease(rate));

        flood.offer(200, 20_000);

        assertThat(flood.admitted - perSecond).isBetween(perSecond * 20 - 1, perSecond * 20 + 1);
    }

    @Test
    void lookTakesNothingAndSeesWhatIsLeft() {
        instances = 1;
        Gcra rate = Gcra.of(10, 10);
        Lease lease = lease(rate);
        assertThat(lease.look().remaining()).isEqualTo(10);
        Flood flood = new Flood(lease);
        flood.offer(100, 200);

        for (int i = 0; i < 100; i++) {
            assertThat(lease.look()).isEqualTo(lease.look());
        }
        Verdict spent = lease.look();
        time.pass(500);

        assertThat(spent.degraded()).isFalse();
        assertThat(spent.remaining()).isLessThanOrEqualTo(1);
        assertThat(lease.look().remaining()).isBetween(4L, 6L);
    }

    @Test
    void usualCallAsksNobody() {
        Gcra rate = Gcra.of(10_000, 10_000);
        Flood flood = new Flood(lease(rate), lease(rate));

        flood.offer(5_000, 2_000);

        assertThat(flood.refused).isZero();
        assertThat(flood.waited).isLessThan(flood.admitted / 100);
        assertThat(fleet.asked).isLessThan(flood.admitted / 50);
    }

    @Test
    void oneInstanceMayUseWhatTheOtherLeaves() {
        Gcra rate = Gcra.of(200, 10);
        Lease idle = lease(rate);
        idle.take().onComplete(done -> {});
        Flood flood = new Flood(lease(rate));

        flood.offer(800, 10_000);

        assertThat((double) flood.admitted).isBetween(0.97 * 2_000, 1.02 * 2_000 + 10);
    }

    @Test
    void fleetHoldsNoMoreThanThePrecisionAllows() {
        instances = 4;
        Gcra rate = Gcra.of(1_000, 1_000);
        List<Lease> leases = List.of(lease(rate), lease(rate), lease(rate), lease(rate));
        Flood flood = new Flood(leases.toArray(Lease[]::new));

        for (int step = 0; step < 200; step++) {
            flood.offer(2_000, 10);
            assertThat(leases.stream().mapToLong(Lease::held).sum()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void permitsThatAreNotUsedGoBack() {
        Gcra rate = Gcra.of(1_000, 100);
        Lease lease = lease(rate);
        Flood flood = new Flood(lease);
        flood.offer(500, 1_000);
        assertThat(lease.held()).isPositive();

        lease.sweep();
        lease.sweep();
        time.pass(200);

        assertThat(lease.held()).isZero();
        assertThat(fleet.remaining(rate)).isEqualTo(100);
    }

    @Test
    void lostLedgerLeavesEachItsShareAndSaysSo() {
        Gcra rate = Gcra.of(100, 10);
        Flood flood = new Flood(lease(rate), lease(rate));
        flood.offer(400, 1_000);
        fleet.up = false;
        flood.reset();

        flood.offer(400, 10_000);

        assertThat((double) flood.admitted).isBetween(990.0, 1_021.0);
        assertThat(flood.alone).isEqualTo(flood.admitted + flood.refused);
        assertThat(flood.longestWaitMillis).isZero();
    }

    @Test
    void losingTheLedgerGivesNobodyASecondBurst() {
        Gcra rate = Gcra.of(1, 1_000);
        Flood flood = new Flood(lease(rate), lease(rate));
        flood.offer(2_000, 1_000);
        assertThat(flood.admitted).isBetween(1_000, 1_003);
        fleet.up = false;
        flood.reset();

        flood.offer(2_000, 1_000);

        assertThat(flood.admitted).isLessThan(5);
    }

    @Test
    void ledgerThatHangsHoldsACallNoLongerThanTheWait() {
        Gcra rate = Gcra.of(100, 10);
        Lease lease = lease(rate);
        fleet.hangs = true;
        Flood flood = new Flood(lease);

        flood.offer(400, 1_000);

        assertThat(flood.longestWaitMillis).isLessThanOrEqualTo(5);
        assertThat((double) flood.admitted).isBetween(45.0, 60.0); // its share of half
        assertThat(flood.unanswered()).isZero();
    }

    /** Who came while the ledger was asked on behalf of others was asked for later, and nobody watched the time then. */
    @Test
    void ledgerThatHangsAtTheSecondQuestionHoldsACallNoLongerThanTheWait() {
        fleet.roundTripMillis = 4;
        Lease lease = lease(Gcra.of(1, 100));
        Future<Verdict> first = lease.take();
        time.pass(1);
        Future<Verdict> second = lease.take();
        fleet.hangs = true;

        time.pass(3);
        assertThat(first.result().admitted()).isTrue();
        assertThat(second.isComplete()).isFalse();
        time.pass(5);

        assertThat(second.result().degraded()).isTrue();
    }

    @Test
    void changedRateBeginsWhole() {
        Lease slow = lease(Gcra.of(1, 100));
        for (int i = 0; i < 101; i++) {
            slow.take().onComplete(done -> {});
            time.pass(1);
        }

        Future<Verdict> faster = lease(Gcra.of(100, 200)).take();
        time.pass(2);

        assertThat(faster.result().admitted()).isTrue();
        assertThat(faster.result().remaining()).isGreaterThan(150);
    }

    @Test
    void whatWasAdmittedWhileTheLedgerWasLateIsPaidFor() {
        fleet.roundTripMillis = 20;
        Gcra rate = Gcra.of(1, 10);
        Lease lease = lease(rate);
        Flood flood = new Flood(lease);

        flood.offer(1_000, 100);

        assertThat(flood.admitted).isLessThanOrEqualTo(11);
    }

    @Test
    void foundLedgerIsAskedOncePerLimitNotOncePerCall() {
        Gcra rate = Gcra.of(100, 10);
        fleet.up = false;
        Lease lease = lease(rate);
        Flood flood = new Flood(lease);
        flood.offer(400, 100);
        fleet.up = true;
        fleet.roundTripMillis = 3;
        fleet.asked = 0;

        for (int i = 0; i < 100; i++) {
            lease.take().onComplete(done -> {});
        }

        assertThat(fleet.asked).isEqualTo(1);
        flood.reset();
        flood.offer(400, 5_000);
        assertThat(flood.alone).isZero();
    }

    @Test
    void ledgerThatBreaksWhileItIsAskedLeavesNobodyWaiting() {
        Gcra rate = Gcra.of(100, 10);
        Lease lease = lease(rate);
        fleet.breaks = true;
        Flood flood = new Flood(lease);

        flood.offer(400, 500);
        time.pass(100);

        assertThat(flood.unanswered()).isZero();
        assertThat(flood.alone).isEqualTo(flood.admitted + flood.refused);
    }

    /** What was admitted while answers were awaited that never came added up, until a fleet far below its plan was refused. */
    @Test
    void nothingIsOwedForQuestionsThatWereNeverAnswered() {
        Gcra rate = Gcra.of(10_000, 10_000);
        Flood flood = new Flood(lease(rate));
        fleet.breaks = true;
        fleet.roundTripMillis = 40;

        flood.offer(1_000, 5_000);

        assertThat(flood.refused).isZero();
    }

    @Test
    void slowdownIsSharedByTheFleet() {
        Gcra rate = Gcra.of(100, 1);
        Lease first = lease(rate);
        Lease second = lease(rate);

        first.slowDown();
        time.pass(10);
        second.take().onComplete(done -> {});
        time.pass(10);

        assertThat(second.rate().perSecond()).isLessThan(55);
    }

    private Lease lease(Gcra rate) {
        return new Lease(
                KEY,
                rate,
                new Leases.Terms(fleet, Duration.ofMillis(100), Duration.ofMillis(5), time::ring, time::nanos));
    }

    /** Offers calls to instances in turn, evenly spread, and sweeps as the gateway does. */
    private final class Flood {
        private final List<Lease> leases;
        private int offered;
        private int admitted;
        private int refused;
        private int alone;
        private int waited;
        private long longestWaitMillis;

        Flood(Lease... leases) {
            this.leases = List.of(leases);
        }

        void reset() {
            offered = 0;
            admitted = 0;
            refused = 0;
            alone = 0;
            longestWaitMillis = 0;
        }

        int unanswered() {
            return offered - admitted - refused;
        }

        void offer(double perSecond, long millis) {
            double due = 0;
            for (long milli = 0; milli < millis; milli++) {
                for (due += perSecond / 1_000; due >= 1; due--) {
                    call(leases.get(offered % leases.size()));
                }
                time.pass(1);
                if (time.millis() % 100 == 0) {
                    leases.forEach(Lease::sweep);
                }
            }
            time.pass(50);
        }

        private void call(Lease lease) {
            long began = time.millis();
            offered++;
            Future<Verdict> verdict = lease.take();
            waited += verdict.isComplete() ? 0 : 1;
            verdict.onSuccess(given -> {
                admitted += given.admitted() ? 1 : 0;
                refused += given.admitted() ? 0 : 1;
                alone += given.degraded() ? 1 : 0;
                longestWaitMillis = Math.max(longestWaitMillis, time.millis() - began);
            });
        }
    }

    /** Does in memory what the script does in Redis. */
    private final class Fleet implements Ledger {
        private final Map<String, Long> arrivals = new HashMap<>();
        private final List<Promise<Grant>> hanging = new ArrayList<>();
        private Slowdown slowdown = Slowdown.NONE;
        private boolean up = true;
        private boolean hangs;
        private boolean breaks;
        private long roundTripMillis = 1;
        private int asked;

        @Override
        public boolean up() {
            return up;
        }

        @Override
        public int instances() {
            return instances;
        }

        long remaining(Gcra rate) {
            return rate.remaining(arrivals.values().iterator().next(), time.nanos());
        }

        @Override
        public Future<Grant> take(String key, Gcra rate, long permits) {
            asked++;
            Promise<Grant> promise = Promise.promise();
            if (hangs) {
                hanging.add(promise);
                return promise.future();
            }
            time.ring((roundTripMillis + 1) / 2, () -> {
                Grant grant = grant(key, rate.slowed(slowdown.permille(time.nanos())), permits);
                time.ring(roundTripMillis / 2, () -> {
                    if (breaks) {
                        promise.fail("broken");
                    } else {
                        promise.complete(grant);
                    }
                });
            });
            return promise.future();
        }

        private Grant grant(String key, Gcra rate, long permits) {
            long now = time.nanos();
            long before = arrivals.getOrDefault(key, 0L);
            long given = Math.min(permits, rate.remaining(before, now));
            long after = given < 0 ? rate.returned(before, now, -given) : rate.next(before, now, given);
            arrivals.put(key, after);
            return new Grant(given, rate.remaining(after, now), rate.dueNanos(after, now), slowdown.permille(now));
        }

        @Override
        public Future<Grant> slowDown(String key, Gcra rate) {
            slowdown = slowdown.further(time.nanos());
            return take(key, rate, 0);
        }
    }
}
