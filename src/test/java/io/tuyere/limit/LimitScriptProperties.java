package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.redis.Script;
import io.tuyere.support.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The script in a real Redis and the arithmetic in Java say the same of the same history. */
final class LimitScriptProperties {
    private static final String SCRIPT =
            Script.beside(RedisLedger.class, "limits").text();
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long START_MICROS = 1_800_000_000L * MICROS_PER_SECOND;
    private static final List<RedisProcess> REDIS = new ArrayList<>(1);

    private int histories;

    @BeforeContainer
    static void startRedis() {
        REDIS.add(RedisProcess.start());
    }

    @AfterContainer
    static void stopRedis() {
        REDIS.remove(0).close();
    }

    /** What is asked of one limit. */
    private record Ask(long want, long need, boolean slow) {}

    /** What is asked of all limits at once, so long after what was asked before. */
    record Step(long gapMicros, List<Ask> asks) {}

    @Property(tries = 150)
    void scriptAndJavaAgree(@ForAll("threeRates") List<Gcra> rates, @ForAll("histories") List<Step> history) {
        List<Limit> limits = rates.stream().map(Limit::new).toList();
        String run = System.nanoTime() + "-" + histories++;
        long now = START_MICROS;
        for (Step step : history) {
            now += step.gapMicros;

            List<Long> inJava = inJava(limits, step, now);

            assertThat(inRedis(run, rates, step, now))
                    .as("at %s: %s", now, step)
                    .isEqualTo(inJava);
        }
    }

    @Example
    void millionASecondIsExactInTheScript() {
        List<Gcra> rate = List.of(Gcra.of(1e6, 1_000_000));
        Step all = new Step(0, List.of(new Ask(1_000_000, 1_000_000, false)));
        Step one = new Step(0, List.of(new Ask(1, 1, false)));

        assertThat(inRedis("million", rate, all, START_MICROS)).containsExactly(1_000_000L, 0L, 1_000L, 1_000L);
        assertThat(inRedis("million", rate, one, START_MICROS)).containsExactly(0L, 0L, 1_000L, 1_000L);
        assertThat(inRedis("million", rate, one, START_MICROS + 1)).containsExactly(1L, 0L, 1_000L, 1_000L);
    }

    @Example
    void clockThatIsSetBackLetsNobodyHaveMore() {
        List<Gcra> rate = List.of(Gcra.of(10, 5));
        Step all = new Step(0, List.of(new Ask(5, 5, false)));
        assertThat(inRedis("back", rate, all, START_MICROS).get(0)).isEqualTo(5);

        assertThat(inRedis("back", rate, all, START_MICROS - 60 * MICROS_PER_SECOND)
                        .get(0))
                .isZero();
    }

    @Example
    void keyIsForgottenWhenItsBurstIsWholeAgain() {
        List<Gcra> rate = List.of(Gcra.of(10, 5));

        assertThat(inRedis("life", rate, new Step(0, List.of(new Ask(5, 5, false))), START_MICROS))
                .hasSize(4);

        assertThat(Long.parseLong(REDIS.get(0).ask("PTTL", "life:0"))).isBetween(1_000L, 1_500L);
    }

    private static List<Long> inRedis(String run, List<Gcra> rates, Step step, long now) {
        List<String> command = new ArrayList<>(List.of("EVAL", SCRIPT, Integer.toString(rates.size())));
        for (int i = 0; i < rates.size(); i++) {
            command.add(run + ":" + i);
        }
        command.add(Long.toString(now));
        for (int i = 0; i < rates.size(); i++) {
            Ask ask = step.asks.get(i);
            command.add(Long.toString(rates.get(i).intervalNanos()));
            command.add(Long.toString(rates.get(i).burst()));
            command.add(Long.toString(ask.want));
            command.add(Long.toString(ask.need));
            command.add(ask.slow ? "1" : "0");
        }
        return REDIS.get(0)
                .ask(command.toArray(String[]::new))
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    private static List<Long> inJava(List<Limit> limits, Step step, long micros) {
        long now = micros * 1_000;
        boolean enough = true;
        for (int i = 0; i < limits.size(); i++) {
            Ask ask = step.asks.get(i);
            enough &= limits.get(i).available(ask.slow, now) >= ask.need;
        }
        List<Long> answer = new ArrayList<>();
        for (int i = 0; i < limits.size(); i++) {
            answer.addAll(limits.get(i).take(enough ? step.asks.get(i).want : 0, now));
        }
        return answer;
    }

    /** One limit in Java. */
    private static final class Limit {
        private final Gcra rate;
        private Slowdown slowdown = Slowdown.NONE;
        private long arrival;

        Limit(Gcra rate) {
            this.rate = rate;
        }

        long available(boolean slow, long now) {
            slowdown = slow ? slowdown.further(now) : slowdown;
            return rate.slowed(slowdown.permille(now)).remaining(arrival, now);
        }

        List<Long> take(long want, long now) {
            int permille = slowdown.permille(now);
            Gcra present = rate.slowed(permille);
            long taken = Math.min(want, present.remaining(arrival, now));
            if (taken < 0) {
                arrival = present.returned(arrival, now, -taken);
            } else if (taken > 0) {
                arrival = present.next(arrival, now, taken);
            }
            return List.of(taken, present.remaining(arrival, now), present.dueNanos(arrival, now), (long) permille);
        }
    }

    @Provide
    Arbitrary<List<Gcra>> threeRates() {
        Arbitrary<Double> perSecond = Arbitraries.oneOf(
                Arbitraries.of(0.1, 1.0, 3.0, 4.0, 7.0, 100.0, 1e6),
                Arbitraries.doubles().between(0.01, 1e6));
        return perSecond
                .flatMap(rate -> Arbitraries.integers().between(1, 1_000).map(burst -> Gcra.of(rate, burst)))
                .list()
                .ofSize(3);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Long> gaps = Arbitraries.oneOf(
                Arbitraries.just(0L),
                Arbitraries.longs().between(0, 2_000),
                Arbitraries.longs().between(0, 3 * MICROS_PER_SECOND));
        Arbitrary<Ask> asks = Combinators.combine(
                        Arbitraries.longs().between(-3, 10),
                        Arbitraries.longs().between(0, 1),
                        Arbitraries.integers().between(0, 9))
                .as((want, need, slow) -> new Ask(want, need, slow == 0));
        return Combinators.combine(gaps, asks.list().ofSize(3))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
