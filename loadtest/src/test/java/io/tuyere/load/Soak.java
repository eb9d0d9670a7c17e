package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.uniformRandomSwitch;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything at once for as long as one likes, with churn: each client comes with new connections and leaves after a few calls,
 * some give up on calls that are under way, tenants come and go. Nothing may get slower, and nothing may be left over.
 */
public final class Soak extends Simulation {
    private static final double RATE = Target.rate(100); // calls a second, all kinds together
    private static final Duration LENGTH = Target.duration(60);
    private static final int CALLS = 5; // of a client before it leaves
    private static final String ABORTED = "aborted on purpose";
    private static final String SLOW_DEVICE = "/v1.0/devices/demo-eu-plug-1";
    private static final String SLOW =
            "{\"fault\":\"latency\",\"region\":\"eu\",\"path-prefix\":\"" + SLOW_DEVICE + "\",\"delay-ms\":400}";

    private final Times early = new Times();
    private final Times late = new Times();
    private volatile int left = 999;
    private final Verdict steady = new Verdict("median late, % of that early", 130, () -> late.percentOf(early, 50));
    private final Verdict clean = new Verdict("calls left over at the cloud", 0, () -> left);

    public Soak() {
        PopulationBuilder end = Phases.once(
                "what is left",
                exec(pause(2)).exec(Cloud.counters("counters")).exec(this::look).exec(Cloud.near()),
                Phases.last("verdicts", steady.step(), clean.step()));
        PopulationBuilder second = Phases.once("second half", exec(session -> session), half(2, late, end));
        PopulationBuilder first = Phases.once("first half", exec(session -> session), half(1, early, second));
        PopulationBuilder warmUp = Phases.steady("warm-up", backEnd(new Times()), RATE / CALLS, Duration.ofSeconds(10))
                .andThen(first);
        setUp(Phases.once("faults", exec(Cloud.near(), Cloud.fault("slow device", SLOW)), warmUp))
                .protocols(Target.client())
                .assertions(assertions());
    }

    private List<Assertion> assertions() {
        List<Assertion> all = new ArrayList<>(List.of(
                steady.assertion(),
                clean.assertion(),
                details(ABORTED).successfulRequests().count().is(0L)));
        for (String name : List.of("read", "write", "signed token", "signed read", "signed write")) {
            all.add(details(name).failedRequests().count().is(0L));
        }
        if (PassingTenant.possible()) {
            all.add(details(PassingTenant.COMES).failedRequests().count().is(0L));
            all.add(details(PassingTenant.GOES).failedRequests().count().is(0L));
        }
        return all;
    }

    private PopulationBuilder[] half(int half, Times times, PopulationBuilder next) {
        Duration length = LENGTH.dividedBy(2);
        List<PopulationBuilder> all = new ArrayList<>(List.of(
                Phases.steady("SDKs " + half, sdk(), RATE * 0.2 / CALLS, length),
                Phases.steady("giving up " + half, exec(abort()), RATE * 0.1, length),
                Phases.steady("back ends " + half, backEnd(times), RATE * 0.7 / CALLS, length)
                        .andThen(next)));
        if (PassingTenant.possible()) {
            all.add(Phases.once("tenants " + half, during(length).on(new PassingTenant().comesAndGoes())));
        }
        return all.toArray(PopulationBuilder[]::new);
    }

    private static ChainBuilder backEnd(Times times) {
        return repeat(CALLS)
                .on(exec(uniformRandomSwitch()
                                .on(
                                        times.of(Calls.read("eu")),
                                        times.of(Calls.read("us")),
                                        times.of(Calls.read("sg")),
                                        times.of(Calls.write("eu"))))
                        .exec(pause(Duration.ofMillis(50), Duration.ofMillis(250))));
    }

    private static ChainBuilder sdk() {
        return exec(Calls.signedToken())
                .exec(repeat(CALLS - 1)
                        .on(uniformRandomSwitch().on(exec(Calls.signedRead()), exec(Calls.signedWrite()))));
    }

    /** The client closes its connection while the cloud is at work. */
    private static HttpRequestActionBuilder abort() {
        return http(ABORTED)
                .get(SLOW_DEVICE)
                .header("X-API-Key", Target.API_KEY)
                .requestTimeout(Duration.ofMillis(100));
    }

    private Session look(Session session) {
        left = Cloud.inFlight(session, "counters");
        return session;
    }

    @Override
    public void after() {
        System.out.println("early: " + early);
        System.out.println("late:  " + late + "; the median is " + late.percentOf(early, 50) + " %");
        new Chart("Calls of back ends in the two halves of a soak")
                .phase("early", early)
                .phase("late", late)
                .write(getClass());
        System.out.println(left + " calls left over at the cloud");
    }
}
