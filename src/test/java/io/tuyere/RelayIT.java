package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.Credential;
import io.tuyere.core.Face;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.sim.WrongRegionLogin;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.SignedRequest;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that sign for the cloud with their own project, and whose calls the gateway only passes on. */
class RelayIT {
    private static final String ECHO = "/v1.0/sim/echo";
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String US_LAMP = "/v1.0/devices/demo-us-lamp-1";
    private static final String REAL_ID = "relayed-project";
    private static final String REAL_SECRET = "relayed-secret-0123456789abcdefg";

    @AutoClose
    private static final GatewayUnderTest gateway = start(null, null);

    private final TuyaClient client = new TuyaClient(gateway.port(), REAL_ID, REAL_SECRET);

    @BeforeEach
    void anUntouchedCloud() {
        gateway.control().reset();
    }

    private static GatewayUnderTest start(@Nullable Plan plan, @Nullable Budget budget) {
        return GatewayUnderTest.start(
                TestTenants.cloudWith(REAL_ID, REAL_SECRET),
                configuration -> with(relayed(plan, budget), configuration));
    }

    private static Configuration with(Tenant tenant, Configuration configuration) {
        List<Tenant> tenants = new ArrayList<>(configuration.tenants());
        tenants.add(tenant);
        return configuration.withTenants(tenants);
    }

    /** It has no project, and so no secret. */
    private static Tenant relayed(@Nullable Plan plan, @Nullable Budget budget) {
        return new Tenant(
                "relayed",
                "eu",
                List.of("eu", "us", "in"),
                true,
                Map.of(),
                Map.of(),
                List.of(new Credential.Relay(REAL_ID, plan)),
                null,
                budget);
    }

    @Test
    void aCallReachesTheCloudAsItWasSigned() {
        connect();
        String body = "{ \"z\": 1.50,\"a\":\"K\u00fcche\" }";

        Response answer = client.post(ECHO + "?z=2&name=living+room&a=%2C,", body)
                .nonce("n-1")
                .signing("X-Custom:Accept-Encoding:X-Tuya-Region")
                .header("X-Custom", "as it is")
                .header("Accept-Encoding", "gzip")
                .header("X-Tuya-Region", "eu")
                .header("X-Plain", "too")
                .header("Dev_lang", "java")
                .send();

        assertThat(answer.success()).as(answer.text()).isTrue();
        assertThat(answer.result().getString("query")).isEqualTo("z=2&name=living+room&a=%2C,");
        assertThat(answer.result().getString("body")).isEqualTo(body);
        assertThat(arrived(answer))
                .containsEntry("client_id", REAL_ID)
                .containsEntry("access_token", client.token())
                .containsEntry("nonce", "n-1")
                .containsEntry("Signature-Headers", "X-Custom:Accept-Encoding:X-Tuya-Region")
                .containsEntry("X-Custom", "as it is")
                .containsEntry("X-Tuya-Region", "eu")
                .containsEntry("X-Plain", "too")
                .containsEntry("Dev_lang", "java")
                .containsEntry("Content-Type", "application/json");
    }

    @Test
    void whatIsNotForTheCloudStaysHere() {
        connect();

        Response answer = client.get(ECHO)
                .header("secret", REAL_SECRET)
                .header("Authorization", "Bearer x")
                .header("Proxy-Authorization", "Basic x")
                .header("Cookie", "a=b")
                .header("X-API-Key", "k")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Tuyere-Anything", "x")
                .header("X-Tuya-Region", "eu")
                .header("X-Country-Code", "49")
                .header("Connection", "keep-alive, X-Hop")
                .header("X-Hop", "of this connection")
                .header("Keep-Alive", "timeout=5")
                .header("TE", "trailers")
                .send();

        assertThat(answer.success()).as(answer.text()).isTrue();
        assertThat(arrived(answer).keySet())
                .allSatisfy(name -> assertThat(name.toLowerCase(Locale.ROOT))
                        .isNotIn(
                                "secret",
                                "authorization",
                                "proxy-authorization",
                                "cookie",
                                "x-api-key",
                                "x-forwarded-for",
                                "x-tuyere-anything",
                                "x-tuya-region",
                                "x-country-code",
                                "x-hop",
                                "keep-alive",
                                "te"));
    }

    @Test
    void itsTokenCallsGoToTheCloudAndItsTokensComeBack() {
        Response granted = client.kept(grant().send());

        Response refreshed = client.refreshed();

        assertThat(gateway.control().tokens("eu"))
                .contains(refreshed.result().getString("access_token"))
                .doesNotContain(granted.result().getString("access_token"));
        assertThat(client.get(LAMP).send().success()).isTrue();
        assertThat(gateway.control().counters("eu").tokenCalls("project")).isEqualTo(1);
        assertThat(gateway.control().counters("eu").tokenCalls("refresh")).isEqualTo(1);
    }

    @Test
    void aTokenKeepsItsRegionWithoutTheClientNamingItAgain() {
        assertThat(client.kept(grant().header("X-Tuya-Region", "us").send()).success())
                .isTrue();

        Response read = client.get(US_LAMP).send();
        Response withCountry =
                client.get(US_LAMP).header("X-Country-Code", "49").send();
        Response refreshed = client.refreshed();

        assertThat(read.success()).as(read.text()).isTrue();
        assertThat(read.route()).isEqualTo("token");
        assertThat(withCountry.region()).isEqualTo("us");
        assertThat(refreshed.region()).isEqualTo("us");
        assertThat(client.get(US_LAMP).send().success()).isTrue();
    }

    @Test
    void aUserWhoLivesElsewhereIsCalledThereAndPlatformUrlLeadsHere() {
        gateway.control().wrongRegionLogin(WrongRegionLogin.FOLLOWED);

        Response login = client.appLogin("demo-us@example.com", "1");
        Response read = client.get(US_LAMP).send();

        assertThat(login.success()).as(login.text()).isTrue();
        assertThat(login.result().getString("platform_url")).isEqualTo(gateway.url());
        assertThat(login.whole()).isTrue();
        assertThat(read.success()).as(read.text()).isTrue();
        assertThat(read.region()).isEqualTo("us");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@us", ""})
    void thePrefixAndTheHostOnlyRoute(String prefix) {
        SignedRequest token = grant().under(prefix);
        Response granted =
                prefix.isEmpty() ? token.header("Host", "openapi.tuyaus.com").send() : token.send();
        assertThat(client.kept(granted).success()).isTrue();

        Response echo = client.get(ECHO).under(prefix).send();

        assertThat(echo.result().getString("region")).isEqualTo("us");
        assertThat(echo.result().getString("path")).isEqualTo(ECHO);
    }

    @Test
    void whatTheCloudRefusesIsTheClientsToSeeAndNotRepeated() {
        connect();
        gateway.control().expireTokens("eu");

        Response expired = client.command("demo-eu-lamp-1").send();
        Response stale = client.get(LAMP).at("1500000000000").send();
        Response wrongSign = client.get(LAMP).sign("A".repeat(64)).send();

        assertThat(expired.code()).isEqualTo(1010);
        assertThat(stale.code()).isEqualTo(1013);
        assertThat(wrongSign.code()).isEqualTo(1004);
        assertThat(expired.error()).isEmpty();
        assertThat(gateway.control().commands("demo-eu-lamp-1")).isEmpty();
        assertThat(gateway.control().counters("eu").allRequests()).isEqualTo(4);
    }

    @Test
    void aReadWhoseAnswerIsLostIsNotRepeatedEither() {
        connect();
        gateway.control().plant(Fault.reset().on("eu").forCalls("GET", LAMP).times(1));

        Response answer = client.get(LAMP).send();

        new OwnFailure("upstream-broken", 502, 60502).isSaidBy(answer, Face.SIGNED);
        assertThat(gateway.control().counters("eu").requests("GET /v1.0/devices/{device_id}"))
                .isEqualTo(1);
    }

    @Test
    void aDeviceThatTheRegionDoesNotKnowIsNotLookedForElsewhere() {
        connect();

        Response answer = client.get(US_LAMP).send();

        assertThat(answer.code()).isNotZero();
        assertThat(gateway.control().counters("us").allRequests()).isZero();
    }

    @Test
    void itsPlanAndTheTenantsBudgetCount() {
        try (GatewayUnderTest limited = start(new Plan(0.01, 3), new Budget(100, true))) {
            TuyaClient relayed = new TuyaClient(limited.port(), REAL_ID, REAL_SECRET).connected();
            assertThat(relayed.get(LAMP).send().success()).isTrue();
            assertThat(relayed.get(LAMP).send().success()).isTrue();

            Response over = relayed.get(LAMP).send();

            new OwnFailure("over-plan", 429, 1199).isSaidBy(over, Face.SIGNED);
            assertThat(Scrape.of(limited).value("tuyere_budget_used_ratio")).isEqualTo(0.03);
            assertThat(Scrape.of(limited).value("tuyere_relayed_calls_total{region=\"eu\"}"))
                    .isEqualTo(3);
        }
    }

    @Test
    void aRegionThatRefusesItsProjectIsLeftAloneAndATokenCallProvesNothing() {
        try (GatewayUnderTest apart = start(null, null)) {
            TuyaClient relayed = new TuyaClient(apart.port(), REAL_ID, REAL_SECRET).connected();
            apart.control().projectState(REAL_ID, "eu", ProjectState.SUSPENDED);
            for (int i = 0; i < 3; i++) {
                assertThat(relayed.connected().get(LAMP).send().error()).isEmpty();
            }

            Response blocked = relayed.get(LAMP).send();

            assertThat(blocked.error()).as(blocked.text()).isEqualTo("access-blocked");
            assertThat(blocked.status()).isEqualTo(200);
        }
    }

    @Test
    void pagesOfTheGatewayAreNotForClientsThatItCannotTellApart() {
        Response answer = client.get("/tuyere/v1/budget").send();

        new OwnFailure("unknown-credential", 401, 1005).isSaidBy(answer, Face.SIGNED);
        assertThat(gateway.control().counters("eu").allRequests()).isZero();
    }

    @Test
    void anAccessIdThatIsNotAllowedGoesNowhere() {
        Response answer = new TuyaClient(
                        gateway.port(), TestTenants.PROJECT.accessId(), TestTenants.PROJECT.accessSecret())
                .get("/v1.0/token?grant_type=1")
                .withoutToken()
                .send();

        new OwnFailure("unknown-credential", 401, 1005).isSaidBy(answer, Face.SIGNED);
    }

    @Test
    void noTokenAndNoSecretIsLogged() {
        try (CapturedLog log = new CapturedLog()) {
            connect();
            Response read = client.get(LAMP).header("secret", REAL_SECRET).send();
            gateway.control().plant(Fault.notJson().on("eu").times(1));
            Response broken = client.get(LAMP).send();

            assertThat(read.success()).isTrue();
            assertThat(broken.error()).isEqualTo("upstream-broken");
            assertThat(log.text())
                    .doesNotContain(REAL_SECRET)
                    .doesNotContain(client.token())
                    .doesNotContain(client.refreshToken());
        }
    }

    private void connect() {
        assertThat(client.kept(grant().send()).success()).isTrue();
    }

    private SignedRequest grant() {
        return client.get("/v1.0/token?grant_type=1").withoutToken();
    }

    private static Map<String, String> arrived(Response echo) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonArray pairs = echo.result().getJsonArray("headers", new JsonArray());
        for (int i = 0; i < pairs.size(); i++) {
            headers.put(
                    pairs.getJsonArray(i).getString(0), pairs.getJsonArray(i).getString(1));
        }
        return headers;
    }
}
