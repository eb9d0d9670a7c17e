package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls of one tenant, those of a hundred and more in turn for twice as long, one tenant again, so that what still gets warm
 * favours neither: a call must not get slower because others are served too.
 */
public final class ManyTenants extends Simulation {
    private static final String ONE = Target.text("neighbourKey", "LOAD_NEIGHBOUR_KEY", Target.API_KEY);
    private static final int TENANTS = Target.number("tenants", 100);
    private static final double RATE = Target.rate(200);
    private static final Duration PHASE = Target.duration(12);

    private final AtomicInteger next = new AtomicInteger();
    private final Times one = new Times();
    private final Times many = new Times();
    private final Verdict alike =
            new Verdict("median of many tenants, % of that of one", 120, () -> many.percentOf(one, 50));

    public ManyTenants() {
        PopulationBuilder end = Phases.last("verdict", alike.step());
        PopulationBuilder turns = one(1, many(1, many(2, one(2, end))));
        PopulationBuilder warmUp = Phases.steady("warm-up", each("warm-up", new Times()), RATE, Duration.ofSeconds(20))
                .andThen(turns);
        setUp(Phases.once("no faults", exec(Cloud.near()), warmUp))
                .protocols(Target.backEnd())
                .assertions(global().failedRequests().count().is(0L), alike.assertion());
    }

    private PopulationBuilder one(int turn, PopulationBuilder following) {
        ChainBuilder call = exec(session -> session.set("key", ONE))
                .exec(one.of(Calls.device("one tenant", "eu", "#{key}").check(Calls.succeeded())));
        return Phases.steady("one " + turn, call, RATE, PHASE).andThen(following);
    }

    private PopulationBuilder many(int turn, PopulationBuilder following) {
        return Phases.steady("many " + turn, each("many tenants", many), RATE, PHASE)
                .andThen(following);
    }

    /** A call of the tenant whose turn it is. */
    private ChainBuilder each(String name, Times times) {
        return exec(session -> session.set("key", "tenant-" + (next.getAndIncrement() % TENANTS + 1) + "-key"))
                .exec(times.of(Calls.device(name, "eu", "#{key}").check(Calls.succeeded())));
    }

    @Override
    public void after() {
        System.out.println("one tenant:   " + one);
        System.out.println(TENANTS + " tenants: " + many + "; the median is " + many.percentOf(one, 50) + " %");
        new Chart("Calls of one tenant, and of many in turn")
                .phase("one tenant", one)
                .phase(TENANTS + " tenants", many)
                .write(getClass());
    }
}
