package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Usual traffic at a steady rate after a ramp: eight in ten calls of back ends, a quarter of them commands, the others of SDKs.
 * Nothing may fail. {@code rate} is in calls a second, tokens of SDKs not counted.
 */
public final class Baseline extends Simulation {
    private static final double RATE = Target.rate(100);
    private static final int CALLS_OF_AN_SDK = 10;

    public Baseline() {
        setUp(
                        scenario("back ends").exec(backEnd()).injectOpen(steadily(RATE * 0.8)),
                        scenario("SDKs").exec(sdk()).injectOpen(steadily(RATE * 0.2 / CALLS_OF_AN_SDK)))
                .protocols(Target.backEnd())
                .assertions(global().failedRequests().count().is(0L));
    }

    private static ChainBuilder backEnd() {
        return randomSwitch()
                .on(percent(75).then(exec(Calls.read("eu"))), percent(25).then(exec(Calls.write("eu"))));
    }

    private static ChainBuilder sdk() {
        return exec(Calls.signedToken())
                .exec(exitHereIfFailed())
                .exec(repeat(CALLS_OF_AN_SDK).on(exec(Calls.signedRead())));
    }

    private static OpenInjectionStep[] steadily(double perSecond) {
        return new OpenInjectionStep[] {
            rampUsersPerSec(0.1).to(perSecond).during(Duration.ofSeconds(10)),
            constantUsersPerSec(perSecond).during(Target.duration(30))
        };
    }
}
