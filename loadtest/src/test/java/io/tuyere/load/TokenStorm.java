package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.rendezVous;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Many clients call at the same moment, in all regions, while no token of the project is good: each region must see one token
 * call. Twice: before the first storm a gateway that was just started has no tokens; before the second it has some, and learns
 * from refusals that they have ended.
 */
public final class TokenStorm extends Simulation {
    private static final int USERS = Target.users(500);

    private final List<Map<String, Integer>> tokenCalls = new CopyOnWriteArrayList<>(); // before, between, after
    private final Verdict first = new Verdict("regions without exactly one token call, 1", 0, () -> wrong(1));
    private final Verdict second = new Verdict("regions without exactly one token call, 2", 0, () -> wrong(2));

    public TokenStorm() {
        PopulationBuilder end = Phases.last("verdicts", Cloud.near(), first.step(), second.step());
        PopulationBuilder storms = storm("first storm", storm("second storm", end));
        setUp(Phases.once("distance", exec(Cloud.distant()).exec(count()), storms))
                .protocols(Target.client())
                .assertions(global().failedRequests().count().is(0L), first.assertion(), second.assertion());
    }

    private PopulationBuilder storm(String name, PopulationBuilder next) {
        return scenario(name)
                .feed(regions())
                .exec(rendezVous(USERS))
                .exec(Calls.device(name, "#{region}", Target.API_KEY).check(Calls.succeeded()))
                .injectOpen(atOnceUsers(USERS))
                .andThen(Phases.once("after the " + name, count(), next));
    }

    private static FeederBuilder<Object> regions() {
        return listFeeder(Calls.REGIONS.stream()
                        .map(region -> Map.<String, Object>of("region", region))
                        .toList())
                .circular();
    }

    /** Notes the number of token calls of each region, and ends the tokens that they brought. */
    private ChainBuilder count() {
        return exec(Cloud.counters("counters")).exec(this::note).exec(Cloud.tokensEnd());
    }

    private Session note(Session session) {
        tokenCalls.add(Cloud.tokenCalls(session, "counters"));
        return session;
    }

    private int wrong(int storm) {
        return (int) Calls.REGIONS.stream()
                .filter(region -> callsOf(storm, region) != 1)
                .count();
    }

    private int callsOf(int storm, String region) {
        return tokenCalls.get(storm).getOrDefault(region, 0)
                - tokenCalls.get(storm - 1).getOrDefault(region, 0);
    }

    @Override
    public void after() {
        for (int storm = 1; storm < tokenCalls.size(); storm++) {
            int which = storm;
            System.out.println(USERS + " calls at once; token calls of each region: "
                    + Calls.REGIONS.stream()
                            .map(region -> region + " " + callsOf(which, region))
                            .toList());
        }
    }
}
