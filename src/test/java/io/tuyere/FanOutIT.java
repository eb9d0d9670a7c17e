package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Tenant;
import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One read to several regions. */
final class FanOutIT {
    private static final String LIST = "/v1.3/iot-03/devices?page_size=5";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    private Response all(String target) {
        return gateway.keyed(TestTenants.ACME, "GET", target)
                .header("X-Tuya-Region", "all")
                .send();
    }

    private static JsonObject of(Response answer, String region) {
        return answer.json().getJsonObject("result").getJsonObject(region);
    }

    @Test
    void everyRegionOfTheTenantIsAskedOnceAndAnswersForItself() {
        Response answer = all(LIST);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.success()).isTrue();
        assertThat(answer.region()).isEqualTo("eu,us,in,sg");
        assertThat(answer.json().getJsonObject("result").fieldNames()).containsExactly("eu", "us", "in", "sg");
        assertThat(of(answer, "us").getBoolean("success")).isTrue();
        assertThat(of(answer, "us").getLong("t")).isPositive();
        assertThat(of(answer, "us").getJsonObject("result").getJsonArray("list"))
                .hasSize(5)
                .allSatisfy(device -> assertThat(((JsonObject) device).encode()).doesNotContain("demo-eu"));
        assertThat(gateway.control().counters("us").requests("GET /v1.3/iot-03/devices"))
                .isEqualTo(1);
        assertThat(gateway.control().counters("cn").requests("GET /v1.3/iot-03/devices"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"/@all, 4", "/@us;eu, 2"})
    void regionsMayStandInTheBaseUrl(String prefix, int regions) {
        Response answer = gateway.keyed(TestTenants.ACME, "GET", prefix.replace(';', ',') + LIST)
                .send();

        assertThat(answer.success()).isTrue();
        assertThat(answer.json().getJsonObject("result")).hasSize(regions);
    }

    @Test
    void signedClientWithSuchABaseUrlIsAnsweredWithin200() {
        gateway.control().plant(Fault.refusal(1106, "permission deny").on("us").forCalls("GET", "/v1.3"));
        TuyaClient client = gateway.client(TestTenants.sdk(TestTenants.ACME));
        Response token = client.get("/@all/v1.0/token?grant_type=1").send();
        assertThat(token.success()).isTrue();

        Response answer = client.connected().get("/@all" + LIST).send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.success()).isFalse();
        assertThat(answer.code()).isEqualTo(60470);
        assertThat(answer.json().getString("msg")).contains("1 of 4 regions", "us: permission deny (1106)");
        assertThat(of(answer, "eu").getBoolean("success")).isTrue();
        assertThat(of(answer, "us").getInteger("code")).isEqualTo(1106);
    }

    @Test
    void regionThatFailsIsSeenAndSpoilsNothingElse() {
        gateway.control().plant(Fault.reset().on("in"));
        gateway.control().plant(Fault.truncated(30).on("sg").forCalls("GET", "/v1.3"));

        Response answer = all(LIST);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.success()).isFalse();
        assertThat(of(answer, "in").getString("error"))
                .isIn("upstream-broken", "project-refused", "region-unavailable");
        assertThat(of(answer, "sg").getString("error")).isEqualTo("upstream-broken");
        assertThat(of(answer, "eu").getBoolean("success")).isTrue();
    }

    @Test
    void slowestRegionIsNotWaitedForBeyondTheDeadline() {
        gateway.control().plant(Fault.hang().on("us"));

        Response answer = gateway.keyed(TestTenants.ACME, "GET", LIST)
                .header("X-Tuya-Region", "all")
                .header("X-Request-Timeout", "800ms")
                .send();

        assertThat(answer.status()).isEqualTo(207);
        assertThat(of(answer, "us").getString("error")).isEqualTo("deadline");
        assertThat(of(answer, "eu").getBoolean("success")).isTrue();
        assertThat(gateway.management("/metrics").text())
                .contains("tuyere_fanout_calls_total{kind=\"read\"} 1.0")
                .contains("tuyere_fanout_parts_total{region=\"us\",result=\"failed\"} 1.0")
                .contains("tuyere_fanout_parts_total{region=\"eu\",result=\"ok\"} 1.0")
                .contains("tuyere_fanout_held_bytes 0.0");
    }

    @Test
    void regionThatRefusesTheProjectIsSkippedAndNamed() {
        gateway.control().projectState(TestTenants.PROJECT.accessId(), "us", ProjectState.SUSPENDED);
        for (int i = 0; i < 3; i++) {
            assertThat(all(LIST).success()).isFalse();
        }

        Response answer = all(LIST);

        assertThat(answer.success()).isTrue();
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().getJsonObject("result").fieldNames()).containsExactly("eu", "in", "sg");
        JsonObject skipped = answer.json().getJsonObject("skipped").getJsonObject("us");
        assertThat(skipped.getInteger("code")).isEqualTo(28841107);
        assertThat(skipped.getString("error")).isEqualTo("access-blocked");
        assertThat(skipped.getInteger("retry_after")).isPositive();
    }

    @Test
    void deviceThatOneRegionKnowsIsFoundThereFromThenOn() {
        assertThat(all("/v1.0/devices/demo-in-lamp-1").status()).isEqualTo(207);

        Response next = gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/demo-in-lamp-1")
                .send();

        assertThat(next.success()).isTrue();
        assertThat(next.route()).isEqualTo("learned");
    }

    @Test
    void userWhoLivesInOneRegionCannotAskSeveral() {
        TuyaClient user = gateway.client(TestTenants.sdk(TestTenants.ACME));
        assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();

        Response answer = gateway.keyed(TestTenants.ACME, "GET", LIST)
                .header("access_token", user.token())
                .header("X-Tuya-Region", "all")
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("not-across-regions");
        assertThat(answer.text()).contains("lives in region eu");
    }

    @ParameterizedTest
    @CsvSource({"eu;moon, unknown-region", "eu;cn, region-not-enabled"})
    void listNamesRegionsOfTheTenantOnly(String regions, String error) {
        Response answer = gateway.keyed(TestTenants.ACME, "GET", LIST)
                .header("X-Tuya-Region", regions.replace(';', ','))
                .send();

        assertThat(answer.error()).isEqualTo(error);
    }

    @Test
    void answerTooLongForTheWholeIsRefusedForItsRegionOnly() {
        List<String> regions = List.of("eu", "us");
        Response answer = gateway.keyed(TestTenants.ACME, "GET", "/v1.0/sim/large?bytes=2000000")
                .header("X-Tuya-Region", String.join(",", regions))
                .send();

        assertThat(answer.status()).isEqualTo(207);
        assertThat(of(answer, "eu").getString("error")).isEqualTo("reply-too-large");
    }

    @Test
    void callCountsAgainstThePlanOnceForEachRegion() {
        try (GatewayUnderTest limited = GatewayUnderTest.start(configuration -> configuration.withTenants(
                List.of(planned(configuration.tenants().get(0), new Tenant.Plan(0.001, 6)))))) {
            Request call = limited.keyed(TestTenants.ACME, "GET", LIST).header("X-Tuya-Region", "all");

            assertThat(call.send().success()).isTrue();
            assertThat(call.send().error()).isEqualTo("over-plan");
            assertThat(limited.keyed(TestTenants.ACME, "GET", LIST)
                            .header("X-Tuya-Region", "eu,us")
                            .send()
                            .success())
                    .isTrue();
        }
    }

    private static Tenant planned(Tenant tenant, Tenant.Plan plan) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                plan,
                tenant.budget());
    }
}
