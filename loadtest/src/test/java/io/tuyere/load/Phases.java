package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.Arrays;

/** Parts of a simulation that follow one another: each begins when all calls of the one before have ended. */
final class Phases {
    private Phases() {}

    /** Something that is done once. */
    static PopulationBuilder once(String name, ChainBuilder what, PopulationBuilder... next) {
        PopulationBuilder once = scenario(name).exec(what).injectOpen(atOnceUsers(1));
        return next.length == 0 ? once : once.andThen(next);
    }

    /** The last thing that is done. */
    static PopulationBuilder last(String name, ActionBuilder... what) {
        return once(name, exec(what[0], Arrays.copyOfRange(what, 1, what.length)));
    }

    /** Calls at a steady rate. */
    static PopulationBuilder steady(String name, ChainBuilder call, double perSecond, Duration time) {
        return scenario(name)
                .exec(call)
                .injectOpen(constantUsersPerSec(perSecond).during(time));
    }
}
