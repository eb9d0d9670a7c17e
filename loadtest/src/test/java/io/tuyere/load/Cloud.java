package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * The simulated cloud's control endpoint, as steps of a simulation. They count as requests named {@code cloud: …}, so that one
 * that fails is seen.
 */
final class Cloud {
    /** How far away a data centre is, in milliseconds, for simulations that compare times. */
    static final int DISTANCE = Target.number("distance", 25);

    private Cloud() {}

    /** Ends all faults of earlier runs and puts every region {@link #DISTANCE} away. */
    static ChainBuilder distant() {
        return exec(near(), fault("distance", "{\"fault\":\"latency\",\"delay-ms\":" + DISTANCE + "}"));
    }

    /** Ends all faults. */
    static HttpRequestActionBuilder near() {
        return http("cloud: no faults").delete(Target.CONTROL_URL + "/faults").check(status().is(200));
    }

    /** One region takes calls and never answers; the others are as far away as before. */
    static ChainBuilder hangs(String region) {
        return exec(near(), fault("hang", "{\"fault\":\"hang\",\"region\":\"" + region + "\"}"))
                .exec(fault("distance", "{\"fault\":\"latency\",\"delay-ms\":" + DISTANCE + "}"));
    }

    /** Plants a fault. */
    static HttpRequestActionBuilder fault(String name, String json) {
        return http("cloud: " + name)
                .put(Target.CONTROL_URL + "/faults")
                .header("Content-Type", "application/json")
                .body(StringBody(json))
                .check(status().is(200));
    }

    /** Ends all tokens, those for refreshing included: what comes next are first calls. */
    static HttpRequestActionBuilder tokensEnd() {
        return http("cloud: tokens end")
                .post(Target.CONTROL_URL + "/tokens/expire")
                .header("Content-Type", "application/json")
                .body(StringBody("{\"refresh-tokens\":true}"))
                .check(status().is(200));
    }

    /** Keeps the counters of all regions in the session. */
    static HttpRequestActionBuilder counters(String name) {
        return http("cloud: counters")
                .get(Target.CONTROL_URL + "/counters")
                .check(status().is(200))
                .check(jsonPath("$").ofMap().saveAs(name));
    }

    /** Token calls of all kinds, by region, of counters that were kept. */
    static Map<String, Integer> tokenCalls(Session session, String name) {
        Map<String, Integer> calls = new HashMap<>();
        session.<Map<String, Map<String, Integer>>>getMap(name)
                .forEach((region, counted) -> calls.put(region, sum(counted.get("token-calls"))));
        return calls;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Calls that the cloud has not answered, in all regions, of counters that were kept. */
    static int inFlight(Session session, String name) {
        return session.<Map<String, Integer>>getMap(name).values().stream()
                .mapToInt(counted -> counted.get("in-flight"))
                .sum();
    }
}
