package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.sim.Fault;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.Fleet;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Traffic;
import io.tuyere.support.TuyaClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two gateways over one Redis act as one. */
final class FleetIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String US_LAMP = "/v1.0/devices/demo-us-lamp-1";
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private final RedisProcess redis = RedisProcess.start();

    private final long beganNanos = System.nanoTime();

    @AutoClose
    private final Fleet fleet = Fleet.of(2, redis.settings(Duration.ofSeconds(2)));

    @Test
    void fiveHundredFirstCallsMakeOneTokenCallPerProjectAndRegion() {
        List<Response> answers = Crowd.of(500, number -> {
            String tenant = number % 4 < 2 ? TestTenants.ACME : TestTenants.OTHER;
            return fleet.call(number % 2, tenant, "GET", "/@eu/v1.3/iot-03/devices")
                    .send();
        });

        assertThat(answers).filteredOn(answer -> !answer.success()).isEmpty();
        assertThat(fleet.tokenCalls("eu", "project")).isEqualTo(2);
    }

    @Test
    void hotCallMakesNoRoundTripToRedis() {
        assertThat(fleet.call(0, TestTenants.ACME, "GET", LAMP).send().success())
                .isTrue();
        double before = fleet.commands(0, "answered");

        for (int i = 0; i < 200; i++) {
            assertThat(fleet.call(0, TestTenants.ACME, "GET", LAMP).send().success())
                    .isTrue();
        }

        assertThat(redis.calls("get")).isLessThan(20);
        assertThat(fleet.commands(0, "answered") - before).isLessThan(20);
    }

    @Test
    void revokedTokenCostsTwoTokenCallsAtMostAndNoError() {
        try (Traffic traffic = Traffic.over(fleet, 2)) {
            traffic.flows(200);
            long before = fleet.tokenCalls("eu", "project");

            fleet.control().expireTokens("eu");
            traffic.flows(200);

            assertThat(traffic.stop()).isEmpty();
            assertThat(fleet.tokenCalls("eu", "project") - before).isBetween(1L, 2L);
        }
    }

    @Test
    void tokenThatARelayedClientGotThroughOneGatewayIsRoutedByAnother() {
        UnaryOperator<Configuration> relaying = configuration -> configuration.withTenants(List.of(new Tenant(
                "relayed",
                "eu",
                List.of("eu", "us"),
                false,
                Map.of(),
                Map.of(),
                List.of(new Credential.Relay(TestTenants.OTHER_PROJECT.accessId())),
                null,
                null)));
        int here = fleet.add(redis.settings(Duration.ofSeconds(2)), relaying);
        int there = fleet.add(redis.settings(Duration.ofSeconds(2)), relaying);
        TuyaClient client = fleet.client(here, TestTenants.OTHER_PROJECT);
        Response granted = client.get("/@us/v1.0/token?grant_type=1")
                .signingUrl("/v1.0/token?grant_type=1")
                .withoutToken()
                .send();
        assertThat(client.kept(granted).success()).isTrue();

        TuyaClient elsewhere = fleet.client(there, TestTenants.OTHER_PROJECT).with(client.token());

        Eventually.check(() -> {
            assertThat(redis.ask("KEYS", "*")).contains(":token:").doesNotContain(client.token());
        });
        Response read = elsewhere.get(US_LAMP).send();
        assertThat(read.success()).as(read.text()).isTrue();
        assertThat(read.route()).isEqualTo("token");
    }

    @Test
    void stepOfASignInThatWasTakenAtOneGatewayIsTakenForAll() {
        UnaryOperator<Configuration> signingIn = configuration -> configuration.withTenants(List.of(new Tenant(
                "browsing",
                "eu",
                List.of("eu"),
                false,
                Map.of(),
                Map.of("eu", new Project(TestTenants.OTHER_PROJECT.accessId(), Secret.of("not needed"))),
                List.of(),
                null,
                null,
                new Tenant.OAuth(Map.of("eu", "http://localhost/page"), List.of("http://localhost/app")))));
        int here = fleet.add(redis.settings(Duration.ofSeconds(2)), signingIn);
        int there = fleet.add(redis.settings(Duration.ofSeconds(2)), signingIn);
        Response left =
                fleet.request(here, "GET", "/oauth/eu/start?tenant=browsing").send();
        String state = left.header("location").replaceFirst(".*&state=", "");
        String cookie = left.header("set-cookie").replaceFirst(";.*", "");

        Response back = fleet.request(there, "GET", "/oauth/eu/callback?state=" + state)
                .header("Cookie", cookie)
                .send();
        Response again = fleet.request(here, "GET", "/oauth/eu/callback?state=" + state)
                .header("Cookie", cookie)
                .send();

        assertThat(back.header("location")).isEqualTo("http://localhost/app?error=access_denied");
        assertThat(again.error()).isEqualTo("oauth-invalid");
        assertThat(again.text()).contains("taken already");
    }

    @Test
    void userWhoSignedInAtOneGatewayCallsAtAnother() {
        TuyaClient here = fleet.client(0, TestTenants.ACME);
        assertThat(here.appLogin("demo-eu@example.com", "49").success()).isTrue();

        Response answer =
                fleet.client(1, TestTenants.ACME).with(here.token()).get(LAMP).send();

        assertThat(answer.success()).isTrue();
        assertThat(answer.route()).isEqualTo("session");
    }

    @Test
    void sessionIsRefreshedOnceForTheWholeFleet() {
        TuyaClient here = fleet.client(0, TestTenants.ACME);
        assertThat(here.appLogin("demo-eu@example.com", "49").success()).isTrue();
        TuyaClient there = fleet.client(1, TestTenants.ACME).with(here.token());
        assertThat(there.get(LAMP).send().success()).isTrue();

        fleet.control().expireTokens("eu");
        List<Response> answers = Crowd.of(
                40, number -> (number % 2 == 0 ? here : there).get(LAMP).send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.success()).isTrue());
        assertThat(fleet.tokenCalls("eu", "refresh")).isEqualTo(1);
    }

    @Test
    void sessionThatTheCloudEndedIsEndedEverywhere() {
        TuyaClient here = fleet.client(0, TestTenants.ACME);
        assertThat(here.appLogin("demo-eu@example.com", "49").success()).isTrue();
        TuyaClient there = fleet.client(1, TestTenants.ACME).with(here.token());
        assertThat(there.get(LAMP).send().success()).isTrue();
        Eventually.holds("the fleet has settled", PATIENCE, () -> settled());

        fleet.control().revokeTokens("eu");

        assertThat(here.get(LAMP).send().code()).isEqualTo(1010);
        assertThat(there.get(LAMP).send().code()).isEqualTo(1010);
        assertThat(redis.ask("KEYS", "*user*token")).isEmpty();
    }

    @Test
    void regionLearnedByOneGatewayIsKnownToTheNext() {
        Response named = fleet.call(0, TestTenants.ACME, "GET", US_LAMP)
                .header("X-Tuya-Region", "us")
                .send();
        assertThat(named.success()).isTrue();
        Eventually.holds(
                "it is written",
                PATIENCE,
                () -> !redis.ask("KEYS", "*region*demo-us-lamp-1").isEmpty());

        Response learned = fleet.call(1, TestTenants.ACME, "GET", US_LAMP).send();

        assertThat(learned.route()).isEqualTo("learned");
        assertThat(learned.region()).isEqualTo("us");
    }

    @Test
    void nothingSecretStandsInRedisAndEveryKeyEnds() {
        TuyaClient user = fleet.client(0, TestTenants.ACME);
        assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();
        assertThat(user.projectLogin("second-eu@example.com").success()).isTrue();
        assertThat(fleet.call(1, TestTenants.OTHER, "GET", US_LAMP).send().success())
                .isTrue();
        assertThat(fleet.call(0, TestTenants.ACME, "GET", LAMP).send().success())
                .isTrue();
        Eventually.holds(
                "regions are written",
                PATIENCE,
                () -> !redis.ask("KEYS", "*region*").isEmpty());

        List<String> keys = redis.ask("KEYS", "*").lines().toList();
        String everything = String.join("\n", redis.contents());

        assertThat(fleet.control().tokens("eu")).isNotEmpty().noneMatch(everything::contains);
        assertThat(fleet.control().tokens("us")).isNotEmpty().noneMatch(everything::contains);
        assertThat(everything)
                .doesNotContain("secret", "demo-password", user.token(), user.refreshToken(), TestTenants.key("acme"));
        assertThat(keys).isNotEmpty().allSatisfy(key -> {
            assertThat(key).startsWith("tuyere:1:");
            assertThat(Long.parseLong(redis.ask("PTTL", key))).isNotEqualTo(-1);
        });
    }

    /** The lock of a holder that was killed stays for the rest of its lease, and nobody extends it. */
    @Test
    void killedHolderOfTheLockDelaysTheOthersByItsLeaseOnly() {
        String lock = "tuyere:1:{project:" + TestTenants.PROJECT.accessId() + ":eu}:lock";
        assertThat(redis.ask("SET", lock, "killed", "PX", "1800")).isEqualTo("OK");

        Response answer = fleet.call(1, TestTenants.ACME, "GET", LAMP).send();

        assertThat(answer.success()).isTrue();
        assertThat(fleet.tokenCalls("eu", "project")).isEqualTo(1);
    }

    @Test
    void slowHolderKeepsItsLockBeyondTheLease() {
        fleet.control().plant(Fault.latency(Duration.ofMillis(2_500)).on("eu").forCalls("GET", "/v1.0/token"));

        List<Response> answers = Crowd.of(
                4,
                number -> fleet.call(number % 2, TestTenants.ACME, "GET", LAMP).send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.success()).isTrue());
        assertThat(fleet.tokenCalls("eu", "project")).isEqualTo(1);
    }

    private boolean settled() {
        return System.nanoTime() - beganNanos > Duration.ofSeconds(6).toNanos();
    }
}
