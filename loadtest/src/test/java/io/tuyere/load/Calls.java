package io.tuyere.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;

/** Calls that the simulated cloud answers, as the two faces make them; each asserts its answer. */
final class Calls {
    static final List<String> REGIONS = List.of("cn", "us", "eu", "in", "sg", "us-east", "eu-west");
    private static final Signer SIGNER = new Signer(Target.ACCESS_ID, Target.ACCESS_SECRET);
    private static final String SWITCH_ON = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";

    private Calls() {}

    /** A device of a region, by API key, wherever the answer comes from. */
    static HttpRequestActionBuilder device(String name, String region, String apiKey) {
        return http(name)
                .get("/v1.0/devices/demo-" + region + "-lamp-1")
                .header("X-API-Key", apiKey)
                .header("X-Tuya-Region", region);
    }

    /** A device by API key, which must be found. */
    static HttpRequestActionBuilder read(String region) {
        return device("read", region, Target.API_KEY)
                .check(succeeded())
                .check(header("X-Tuya-Region").is(region));
    }

    /** A command by API key, which must be carried out. */
    static HttpRequestActionBuilder write(String region) {
        return http("write")
                .post("/v1.0/devices/demo-" + region + "-lamp-1/commands")
                .header("X-API-Key", Target.API_KEY)
                .header("X-Tuya-Region", region)
                .header("Content-Type", "application/json")
                .body(StringBody(SWITCH_ON))
                .check(succeeded());
    }

    /** The first call of an SDK, which gets a token of the gateway's. */
    static HttpRequestActionBuilder signedToken() {
        return http("signed token")
                .get("/v1.0/token?grant_type=1")
                .sign(SIGNER)
                .check(succeeded())
                .check(jsonPath("$.result.access_token").saveAs(Signer.TOKEN));
    }

    /** A signed read with the token of this session. */
    static HttpRequestActionBuilder signedRead() {
        return http("signed read")
                .get("/v1.0/devices/demo-eu-lamp-1")
                .sign(SIGNER)
                .check(succeeded());
    }

    /** A signed command with the token of this session. */
    static HttpRequestActionBuilder signedWrite() {
        return http("signed write")
                .post("/v1.0/devices/demo-eu-lamp-1/commands")
                .header("Content-Type", "application/json")
                .body(StringBody(SWITCH_ON))
                .sign(SIGNER)
                .check(succeeded());
    }

    /** HTTP 200 and Tuya's {@code success: true}. */
    static List<CheckBuilder> succeeded() {
        return List.of(status().is(200), jsonPath("$.success").ofBoolean().is(true));
    }
}
