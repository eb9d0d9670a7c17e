package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.uniformRandomSwitch;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls for all seven regions at once, each saying where it belongs in another way: a header, the base URL, a country. Each must
 * be answered by that region, with that region's device.
 */
public final class MixedRegions extends Simulation {
    private static final Map<String, String> COUNTRIES =
            Map.of("86", "cn", "1", "us", "49", "eu", "IN", "in", "+65", "sg");

    public MixedRegions() {
        setUp(Phases.steady("all regions", anyOf(calls()), Target.rate(100), Target.duration(30)))
                .protocols(Target.backEnd())
                .assertions(global().failedRequests().count().is(0L));
    }

    private static List<HttpRequestActionBuilder> calls() {
        List<HttpRequestActionBuilder> calls = new ArrayList<>();
        for (String region : Calls.REGIONS) {
            calls.add(to(region, http(region + " by header").get(device(region)).header("X-Tuya-Region", region)));
            calls.add(to(region, http(region + " by base URL").get("/@" + region + device(region))));
        }
        COUNTRIES.forEach((country, region) -> calls.add(
                to(region, http(region + " by country").get(device(region)).header("X-Country-Code", country))));
        return calls;
    }

    private static String device(String region) {
        return "/v1.0/devices/demo-" + region + "-plug-1";
    }

    private static HttpRequestActionBuilder to(String region, HttpRequestActionBuilder call) {
        return call.header("X-API-Key", Target.API_KEY)
                .check(Calls.succeeded())
                .check(header("X-Tuya-Region").is(region))
                .check(jsonPath("$.result.id").is("demo-" + region + "-plug-1"));
    }

    private static ChainBuilder anyOf(List<HttpRequestActionBuilder> calls) {
        return uniformRandomSwitch().on(calls.stream().map(call -> exec(call)).toList());
    }
}
