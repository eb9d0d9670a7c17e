package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One tenant calls ten times as often as its plan allows; another must not notice. Calm, flood, flood, calm: what a machine does
 * meanwhile meets both, and what still gets warm favours neither.
 */
public final class LimitFlood extends Simulation {
    private static final String FLOODING = Target.text("floodingKey", "LOAD_FLOODING_KEY", "tenant-1-key");
    private static final String NEIGHBOUR = Target.text("neighbourKey", "LOAD_NEIGHBOUR_KEY", Target.API_KEY);
    private static final int PLAN = Target.number("plan", 20); // per-second, and burst, of the flooding tenant
    private static final double RATE = Target.rate(100);
    private static final Duration PHASE = Target.duration(15);
    private static final int FLOODS = 2;

    private final Times calm = new Times();
    private final Times flood = new Times();
    private final AtomicInteger admitted = new AtomicInteger();
    private final Verdict unnoticed =
            new Verdict("neighbour's p99 with the flood, % of that without", 120, () -> flood.percentOf(calm, 99));
    private final Verdict held = new Verdict("flooding calls let through, % of the plan", 105, this::admittedPercent);

    public LimitFlood() {
        PopulationBuilder end = Phases.last("verdicts", Cloud.near(), unnoticed.step(), held.step());
        PopulationBuilder turns = calm(1, flood(1, flood(2, calm(2, end))));
        PopulationBuilder warmUp = Phases.steady("warm-up", neighbour(new Times()), RATE * 2, Duration.ofSeconds(10))
                .andThen(turns);
        setUp(Phases.once("distance", Cloud.distant(), warmUp))
                .protocols(Target.backEnd())
                .assertions(
                        unnoticed.assertion(),
                        held.assertion(),
                        details("calm", "neighbour").failedRequests().count().is(0L),
                        details("flood", "neighbour").failedRequests().count().is(0L),
                        details("flood", "flooding").failedRequests().count().is(0L));
    }

    private PopulationBuilder calm(int turn, PopulationBuilder next) {
        return Phases.steady("calm " + turn, group("calm").on(neighbour(calm)), RATE, PHASE)
                .andThen(next);
    }

    private PopulationBuilder flood(int turn, PopulationBuilder next) {
        return Phases.once(
                "flood begins " + turn,
                exec(session -> session),
                Phases.steady("flooding " + turn, group("flood").on(flooding()), PLAN * 10.0, PHASE),
                Phases.steady("flood " + turn, group("flood").on(neighbour(flood)), RATE, PHASE)
                        .andThen(next));
    }

    private static ChainBuilder neighbour(Times times) {
        return times.of(Calls.device("neighbour", "eu", NEIGHBOUR).check(Calls.succeeded()));
    }

    private ChainBuilder flooding() {
        return exec(Calls.device("flooding", "eu", FLOODING)
                        .check(status().in(200, 429))
                        .check(status().saveAs("status"))
                        .check(header("RateLimit").exists()))
                .exec(this::count);
    }

    private Session count(Session session) {
        if (session.getInt("status") == 200) {
            admitted.incrementAndGet();
        }
        return session;
    }

    /** What was let through, over what rate and a burst for each flood allow. */
    private int admittedPercent() {
        long allowed = FLOODS * (PLAN * PHASE.toSeconds() + PLAN);
        return (int) Math.ceil(100.0 * admitted.get() / allowed);
    }

    @Override
    public void after() {
        System.out.println("neighbour, calm:  " + calm);
        System.out.println("neighbour, flood: " + flood + "; p99 is " + flood.percentOf(calm, 99) + " %");
        System.out.println("flooding: " + admitted + " calls let through, " + admittedPercent() + " % of the plan");
        new Chart("A tenant's calls, while another floods its plan")
                .phase("calm", calm)
                .phase("beside a flood", flood)
                .write(getClass());
    }
}
