package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Whether anything works at all: a few users make every kind of call on both faces, in a few seconds. */
public final class Smoke extends Simulation {
    public Smoke() {
        setUp(
                        scenario("back end")
                                .exec(repeat(5).on(exec(Calls.read("eu"), Calls.read("us"), Calls.write("eu"))))
                                .injectOpen(atOnceUsers(Target.users(2))),
                        scenario("SDK")
                                .exec(Calls.signedToken())
                                .exec(repeat(5).on(exec(Calls.signedRead(), Calls.signedWrite())))
                                .injectOpen(atOnceUsers(Target.users(2))))
                .protocols(Target.client())
                .assertions(global().failedRequests().count().is(0L));
    }
}
