package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doWhileDuring;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.uniformRandomSwitch;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/**
 * A region stops answering in mid-run: the others must not notice, its own calls must be refused quickly as soon as that is
 * known, and it must be used again by itself when it answers again.
 */
public final class RegionOutage extends Simulation {
    private static final String SICK = "eu";
    private static final double RATE = Target.rate(100);
    private static final Duration PHASE = Target.duration(12);
    private static final Duration OPENING = Duration.ofSeconds(5);
    private static final Duration LONGEST_HEALING = Duration.ofSeconds(40);
    private static final int SURELY_HEALED = 32; // s: the longest pause of a breaker, and a probe

    private final Times before = new Times();
    private final Times during = new Times();
    private final Times refused = new Times();
    private volatile long liftedNanos;
    private volatile long healedNanos;
    private final Verdict unnoticed =
            new Verdict("others' p99 with the outage, % of that before", 120, () -> during.percentOf(before, 99));
    private final Verdict healed = new Verdict("s until it was used again", SURELY_HEALED, this::healingSeconds);

    public RegionOutage() {
        PopulationBuilder end = Phases.last("verdicts", Cloud.near(), unnoticed.step(), healed.step());
        PopulationBuilder after = phase("after", new Times(), works("after"), Duration.ofSeconds(5), end);
        PopulationBuilder healing = Phases.once("healing", healing(), after);
        PopulationBuilder outage = phase("outage", during, refused.of(troubled("outage")), PHASE, healing);
        PopulationBuilder opening = phase("opening", during, exec(troubled("opening")), OPENING, outage);
        PopulationBuilder hang = Phases.once("hang", Cloud.hangs(SICK), opening);
        PopulationBuilder calm = phase("before", before, works("before"), PHASE, hang);
        PopulationBuilder warmUp = phase("warm-up", new Times(), works("warm-up"), Duration.ofSeconds(10), calm);
        setUp(Phases.once("distance", Cloud.distant(), warmUp))
                .protocols(Target.backEnd())
                .assertions(
                        unnoticed.assertion(),
                        healed.assertion(),
                        details("outage, " + SICK).responseTime().percentile(50).lt(5),
                        details("outage, " + SICK).failedRequests().count().is(0L),
                        details("before, others").failedRequests().count().is(0L),
                        details("opening, others").failedRequests().count().is(0L),
                        details("outage, others").failedRequests().count().is(0L),
                        details("after, others").failedRequests().count().is(0L),
                        details("after, " + SICK).failedRequests().count().is(0L));
    }

    private static PopulationBuilder phase(
            String name, Times times, ChainBuilder sick, Duration length, PopulationBuilder next) {
        return Phases.once(
                name + " begins",
                exec(session -> session),
                Phases.steady(name + ", " + SICK, sick, RATE / 5, length),
                Phases.steady(name + ", others", others(name, times), RATE, length)
                        .andThen(next));
    }

    private static ChainBuilder others(String phase, Times times) {
        return uniformRandomSwitch()
                .on(Calls.REGIONS.stream()
                        .filter(region -> !region.equals(SICK))
                        .map(region -> times.of(Calls.device(phase + ", others", region, Target.API_KEY)
                                .check(Calls.succeeded())))
                        .toList());
    }

    private static ChainBuilder works(String phase) {
        return exec(sick(phase).check(Calls.succeeded()));
    }

    /** Refused, or one of those that found out that nothing answers. */
    private static HttpRequestActionBuilder troubled(String phase) {
        return sick(phase)
                .check(status().in(503, 504))
                .check(header("X-Tuyere-Error").in("region-unavailable", "deadline"));
    }

    private static HttpRequestActionBuilder sick(String phase) {
        return Calls.device(phase + ", " + SICK, SICK, Target.API_KEY).header("X-Request-Timeout", "1500ms");
    }

    private ChainBuilder healing() {
        return exec(Cloud.distant())
                .exec(this::lifted)
                .exec(doWhileDuring(session -> healedNanos == 0, LONGEST_HEALING)
                        .on(exec(sick("healing")
                                        .check(status().in(200, 503, 504))
                                        .check(status().saveAs("status")))
                                .exec(this::look)
                                .exec(pause(Duration.ofMillis(100)))));
    }

    private Session lifted(Session session) {
        liftedNanos = System.nanoTime();
        return session;
    }

    private Session look(Session session) {
        if (session.getInt("status") == 200) {
            healedNanos = System.nanoTime();
        }
        return session;
    }

    private int healingSeconds() {
        return healedNanos == 0 ? 999 : (int) Math.ceil((healedNanos - liftedNanos) / 1e9);
    }

    @Override
    public void after() {
        System.out.println("others, before:  " + before);
        System.out.println("others, outage:  " + during + "; p99 is " + during.percentOf(before, 99) + " %");
        System.out.println(SICK + ", while open: " + refused);
        new Chart("Calls while one of seven regions hangs")
                .phase("other regions, before", before)
                .phase("other regions, meanwhile", during)
                .phase("the region, breaker open", refused)
                .write(getClass());
        System.out.println("used again after " + healingSeconds() + " s at most");
    }
}
