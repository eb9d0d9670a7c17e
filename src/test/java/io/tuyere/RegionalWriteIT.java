package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.SimSettings;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A firmware task for every region. */
final class RegionalWriteIT {
    private static final String WORLD = "world";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TASKS = "/v2.0/cloud/ota/tasks";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start(configuration -> configuration.withTenants(List.of(
            TestTenants.tenant(WORLD, "eu", TestTenants.PROJECT, SimSettings.REGIONS),
            configuration.tenants().get(0))));

    private Request publication(String key) {
        return gateway.keyed(WORLD, "POST", TASKS)
                .header("X-Tuya-Region", "all")
                .header("Idempotency-Key", key)
                .json("{\"version\":\"2.0.1\",\"device_ids\":[\"d1\"]}");
    }

    private Map<String, Integer> published() {
        Map<String, Integer> published = new TreeMap<>();
        SimSettings.REGIONS.forEach(region ->
                published.put(region, gateway.control().firmwareTasks(region).size()));
        return published;
    }

    private static JsonObject of(Response answer, String region) {
        return answer.json().getJsonObject("result").getJsonObject(region);
    }

    @Test
    void taskReachesEveryRegionOnceThoughItIsRepeated() {
        Response first = publication("release-1").send();
        Response second = publication("release-1").send();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.success()).isTrue();
        assertThat(of(first, "sg").getString("outcome")).isEqualTo("acted");
        assertThat(of(first, "sg").getBoolean("replayed")).isFalse();
        assertThat(of(first, "sg").getJsonObject("result").getInteger("task_id"))
                .isEqualTo(1);
        assertThat(second.success()).isTrue();
        assertThat(of(second, "sg").getBoolean("replayed")).isTrue();
        assertThat(of(second, "sg").getJsonObject("result"))
                .isEqualTo(of(first, "sg").getJsonObject("result"));
        assertThat(published().values()).containsOnly(1);
    }

    /** One region is down, another refuses: neither acted, and both are caught up with. */
    @Test
    void repeatGoesToRegionsThatDidNotActOnly() {
        GatewayUnderTest.done(gateway.cloud().kill("in"));
        gateway.control()
                .plant(Fault.refusal(28841105, "No permission to call").on("us").forCalls("POST", TASKS));

        Response first = publication("release-2").send();

        assertThat(first.status()).isEqualTo(207);
        assertThat(first.json().getString("msg")).isEqualTo("2 of 7 regions: us not-acted, in not-acted");
        assertThat(of(first, "us").getInteger("code")).isEqualTo(28841105);
        assertThat(of(first, "in").getString("error")).isEqualTo("region-unavailable");
        assertThat(published()).containsEntry("us", 0).containsEntry("in", 0).containsEntry("eu", 1);

        gateway.control().clearFaults();
        GatewayUnderTest.done(gateway.cloud().revive("in"));
        Response second = publication("release-2").send();

        assertThat(of(second, "us").getString("outcome")).isEqualTo("acted");
        assertThat(of(second, "us").getBoolean("replayed")).isFalse();
        assertThat(of(second, "eu").getBoolean("replayed")).isTrue();
        // That a region gave no token is remembered for a few seconds.
        Eventually.holds(
                "the region is back",
                PATIENCE,
                () -> publication("release-2").send().success());
        assertThat(published().values()).containsOnly(1);
    }

    /** The region acted, and its answer was lost on the way. */
    @Test
    void regionThatMayHaveActedIsReportedAndNotAskedAgain() {
        gateway.control().plant(Fault.reset().afterExecution().on("eu").forCalls("POST", TASKS));
        gateway.control().plant(Fault.refusal(500, "system error").on("cn").forCalls("POST", TASKS));

        Response first = publication("release-3").send();
        gateway.control().clearFaults();
        Response second = publication("release-3").send();

        assertThat(of(first, "eu").getString("outcome")).isEqualTo("unknown");
        assertThat(of(first, "cn").getString("outcome")).isEqualTo("unknown");
        assertThat(of(second, "eu").getString("outcome")).isEqualTo("unknown");
        assertThat(of(second, "eu").getString("error")).isEqualTo("upstream-broken");
        assertThat(of(second, "eu").getBoolean("replayed")).isTrue();
        assertThat(second.success()).isFalse();
        assertThat(published()).containsEntry("eu", 1).containsEntry("cn", 0);
    }

    @Test
    void slowRegionIsUnknownAndTheOthersAreDone() {
        gateway.control().plant(Fault.hang().on("sg").forCalls("POST", TASKS));

        Response answer =
                publication("release-4").header("X-Request-Timeout", "1s").send();

        assertThat(of(answer, "sg").getString("outcome")).isEqualTo("unknown");
        assertThat(of(answer, "sg").getString("error")).isEqualTo("deadline");
        assertThat(of(answer, "eu").getString("outcome")).isEqualTo("acted");
    }

    @Test
    void keyBelongsToOneCall() {
        assertThat(publication("release-5").send().success()).isTrue();

        Response other = publication("release-5")
                .json("{\"version\":\"2.0.2\",\"device_ids\":[\"d1\"]}")
                .send();

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.error()).isEqualTo("key-reused");
        assertThat(published().values()).containsOnly(1);
    }

    @Test
    void keyOfOneTenantIsNoneOfAnother() {
        assertThat(publication("release-6").send().success()).isTrue();

        Response other = gateway.keyed(TestTenants.ACME, "POST", TASKS)
                .header("X-Tuya-Region", "eu,us")
                .header("Idempotency-Key", "release-6")
                .json("{\"version\":\"9\"}")
                .send();

        assertThat(other.success()).isTrue();
        assertThat(published()).containsEntry("eu", 2).containsEntry("sg", 1);
    }

    @Test
    void oneOfManyAtOnceExecutesAndTheOthersAreTold() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(300)).forCalls("POST", TASKS));

        List<Response> answers = Crowd.of(12, number -> publication("release-7").send());

        assertThat(answers).filteredOn(Response::success).isNotEmpty();
        assertThat(answers).filteredOn(answer -> !answer.success()).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.error()).isEqualTo("key-in-use");
            assertThat(answer.header("retry-after")).isNotEmpty();
        });
        assertThat(published().values()).containsOnly(1);
    }

    @Test
    void clientThatLeavesDoesNotStopWhatItBegan() {
        gateway.control().plant(Fault.latency(Duration.ofMillis(300)).forCalls("POST", TASKS));
        try (Wire wire = new Wire(gateway.port())) {
            wire.begin(publication("release-8"));
            Eventually.holds(
                    "every region has the call",
                    PATIENCE,
                    () -> SimSettings.REGIONS.stream()
                            .allMatch(
                                    region -> gateway.control().counters(region).requests("POST " + TASKS) == 1));
            wire.breakOff();
        }

        Eventually.holds(
                "the outcome is known",
                PATIENCE,
                () -> publication("release-8").send().success());
        assertThat(published().values()).containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1.0/devices/demo-eu-lamp-1/commands, all, k, not-across-regions",
        "DELETE, /v1.0/devices/demo-eu-lamp-1, all, k, not-across-regions",
        "POST, /v2.0/cloud/ota/tasks, all, , missing-header",
        "POST, /v2.0/cloud/ota/tasks, all, k y, bad-request",
        "POST, /@all/v2.0/cloud/ota/tasks, , k, not-across-regions",
        "POST, /v1.0/iot-01/associated-users/actions/authorized-login, all, k, not-across-regions"
    })
    void everythingElseIsRefused(String method, String target, String region, String key, String error) {
        Request request = gateway.keyed(WORLD, method, target).json("{\"version\":\"1\"}");
        if (region != null) {
            request = request.header("X-Tuya-Region", region);
        }
        if (key != null) {
            request = request.header("Idempotency-Key", key);
        }

        assertThat(request.send().error()).isEqualTo(error);
        assertThat(published().values()).containsOnly(0);
    }

    /** The path is one that the table does not have. */
    @Test
    void callsThatTheOperatorNamesGoToEveryRegionToo() {
        try (GatewayUnderTest named = GatewayUnderTest.start(configuration -> configuration
                .withTenants(List.of(TestTenants.tenant(WORLD, "eu", TestTenants.PROJECT, SimSettings.REGIONS)))
                .withUpstream(configuration.upstream().withRegionalWrite("POST /v1.0/sim/echo/{anything}")))) {
            Request call = named.keyed(WORLD, "POST", "/v1.0/sim/echo/notice")
                    .header("X-Tuya-Region", "all")
                    .header("Idempotency-Key", "notice-1")
                    .json("{}");

            assertThat(call.send().success()).isTrue();
            assertThat(of(call.send(), "sg").getBoolean("replayed")).isTrue();
            SimSettings.REGIONS.forEach(region ->
                    assertThat(named.control().counters(region).allRequests()).isEqualTo(2)); // its token, and the call
        }
    }

    /** What a region says is kept for a day, so a long result is not: who wants it asks the region. */
    @Test
    void longResultIsLeftOut() {
        try (GatewayUnderTest named = GatewayUnderTest.start(configuration ->
                configuration.withUpstream(configuration.upstream().withRegionalWrite("POST /v1.0/sim/echo")))) {
            Request call = named.keyed(TestTenants.ACME, "POST", "/v1.0/sim/echo")
                    .header("X-Tuya-Region", "eu,us")
                    .header("Idempotency-Key", "long")
                    .json("{\"pad\":\"" + "x".repeat(20_000) + "\"}");

            Response answer = call.send();

            assertThat(answer.success()).isTrue();
            assertThat(of(answer, "eu").getString("outcome")).isEqualTo("acted");
            assertThat(of(answer, "eu").getJsonObject("result").getBoolean("tuyere_omitted"))
                    .isTrue();
            assertThat(answer.text()).hasSizeLessThan(1_000);
        }
    }
}
