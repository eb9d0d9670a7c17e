package io.tuyere;

import static io.tuyere.support.TestTenants.ACME;
import static io.tuyere.support.TestTenants.EUROPE;
import static io.tuyere.support.TestTenants.NOWHERE;
import static io.tuyere.support.TestTenants.STATESIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.Tenant;
import io.tuyere.sim.Fault;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where calls go, and what says so. */
class RoutingIT {
    private static final String ECHO = "/v1.0/sim/echo";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @Test
    void theFirstThatKnowsDecides() {
        TuyaClient user = gateway.client(TestTenants.sdk(ACME));
        assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();
        String ofUser = user.token();
        String boundToIndia = granted("in");
        String device = "/v1.0/devices/demo-us-lamp-1";
        assertRoute(keyed(device).header("X-Tuya-Region", "us").send(), "us", "header");

        // Each call names one thing less than the one before.
        Request everything = keyed("/@in" + device).header("Host", "openapi.tuyaus.com");
        assertRoute(
                everything
                        .header("X-Country-Code", "65")
                        .header("X-Tuya-Region", "sg")
                        .send(),
                "sg",
                "header");
        assertRoute(
                keyed("/@in" + device)
                        .header("X-Country-Code", "65")
                        .header("access_token", ofUser)
                        .send(),
                "eu",
                "session");
        assertRoute(
                keyed("/@in" + device)
                        .header("Host", "openapi.tuyaus.com")
                        .header("X-Country-Code", "65")
                        .send(),
                "in",
                "prefix");
        assertRoute(
                keyed(device)
                        .header("Host", "openapi-sg.iotbing.com")
                        .header("access_token", boundToIndia)
                        .header("X-Country-Code", "1")
                        .send(),
                "sg",
                "host");
        assertRoute(
                keyed(device)
                        .header("access_token", boundToIndia)
                        .header("X-Country-Code", "1")
                        .send(),
                "in",
                "token");
        assertRoute(keyed(device).header("X-Country-Code", "65").send(), "sg", "country SG in header");
        assertRoute(keyed(device).send(), "us", "learned");
        assertRoute(keyed(ECHO).send(), "eu", "default");
    }

    @ParameterizedTest
    @CsvSource({
        "us, us",
        "US, us",
        "az, us",
        "us-west, us",
        "eu, eu",
        "in, in",
        "sg, sg",
        "singapore, sg",
    })
    void headerAndPrefixNameARegionByIdOrAlias(String name, String region) {
        assertRoute(keyed(ECHO).header("X-Tuya-Region", name).send(), region, "header");
        assertRoute(keyed("/@" + name + ECHO).send(), region, "prefix");
    }

    @ParameterizedTest
    @CsvSource({
        "openapi.tuyaus.com, us",
        "OpenAPI.TuyaUS.com, us",
        "openapi.tuyaus.com:443, us",
        "openapi.tuyaeu.com:80, eu",
        "openapi-sg.iotbing.com, sg",
    })
    void aHostOfADataCentreNamesIt(String host, String region) {
        assertRoute(keyed(ECHO).header("Host", host).send(), region, "host");
        assertRoute(keyed("http://" + host + ECHO).header("Host", host).send(), region, "host");
        assertRoute(keyed("https://" + host + ECHO).header("Host", host).send(), region, "host");
    }

    @Test
    void theConfiguredAddressOfADataCentreNamesItToo() {
        String host = "127.0.0.1:" + gateway.cloud().port("in");

        assertRoute(keyed(ECHO).header("Host", host).send(), "in", "host");
    }

    @ParameterizedTest
    @CsvSource({
        "1, us, US",
        "+1, us, US",
        "49, eu, DE",
        "+49, eu, DE",
        "DE, eu, DE",
        "in, in, IN",
        "91, in, IN",
        "65, sg, SG",
    })
    void aCountryNamesItsRegionWhereverItStands(String country, String region, String iso2) {
        String why = "country " + iso2 + " in ";
        String encoded = country.replace("+", "%2B");

        assertRoute(keyed(ECHO).header("X-Country-Code", country).send(), region, why + "header");
        assertRoute(keyed(ECHO + "?a=1&country_code=" + encoded).send(), region, why + "query");
        assertRoute(
                gateway.keyed(ACME, "POST", ECHO)
                        .json("{\"a\":{\"country_code\":\"86\"},\"country_code\":\"" + country + "\"}")
                        .send(),
                region,
                why + "body");
    }

    @Test
    void aCountryInTheBodyMayBeANumber() {
        Response answer =
                gateway.keyed(ACME, "POST", ECHO).json("{\"country_code\": 91}").send();

        assertRoute(answer, "in", "country IN in body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"country_code\":\"\"}", "{\"country_code\":null}", "country_code=91", "[]", "{", "\0"})
    void aBodyThatNamesNoCountryDecidesNothing(String body) {
        Response answer = gateway.keyed(ACME, "POST", ECHO).json(body).send();

        assertRoute(answer, "eu", "default");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices/demo-in-lamp-1, /v1.0/iot-03/devices/demo-in-lamp-1/status",
        "/v1.0/users/in1600000000001demo1/homes, /v1.0/users/in1600000000001demo1/devices",
        "/v1.0/homes/4000001/devices, /v1.0/homes/4000001/devices?page=1"
    })
    void whereADeviceUserOrHomeWasFoundIsRemembered(String found, String later) {
        assertThat(keyed(later).send().success()).isFalse();
        assertThat(keyed("/@in" + found).send().success()).isTrue();

        Response answer = keyed(later).send();

        assertRoute(answer, "in", "learned");
        assertThat(answer.success()).isTrue();
    }

    @Test
    void whatOneTenantLearnedIsNotAnothers() {
        assertThat(keyed("/@eu/v1.0/devices/demo-eu-lamp-1").send().success()).isTrue();

        Response answer =
                gateway.keyed(STATESIDE, "GET", "/v1.0/devices/demo-eu-lamp-1").send();

        assertRoute(answer, "us", "default");
    }

    @Test
    void aTokenRemembersTheRegionThatItWasAskedFor() {
        TuyaClient client = gateway.client(TestTenants.sdk(ACME));
        Response granted = client.get("/v1.0/token?grant_type=1")
                .withoutToken()
                .under("/@sg")
                .send();

        Response call = client.kept(granted).success() ? client.get(ECHO).send() : granted;
        Response refreshed = client.refreshed();
        Response later = client.get(ECHO).send();

        assertRoute(granted, "sg", "prefix");
        assertRoute(call, "sg", "token");
        assertRoute(refreshed, "sg", "token");
        assertRoute(later, "sg", "token");
    }

    @Test
    void everyReplySaysWhereAndWhy() {
        gateway.control().plant(Fault.status(500).on("eu").times(1));
        TuyaClient client = gateway.client(TestTenants.sdk(ACME));

        assertRoute(keyed(ECHO).send(), "eu", "default");
        assertRoute(client.get("/v1.0/token?grant_type=1").withoutToken().send(), "eu", "default");
        assertRoute(client.get("/v1.0/token").withoutToken().send(), "eu", "default");
        assertRoute(keyed("/v1.0/nothing").send(), "eu", "default");
        assertRoute(keyed("/v1.0/sim/large?bytes=100000").send(), "eu", "default");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Tuya-Region, cn, cn",
        "X-Tuya-Region, us, us",
        "Host, openapi.tuyaus.com, us",
        "X-Country-Code, 86, cn",
        "X-Country-Code, US, us",
    })
    void aRegionThatIsNotEnabledIsNamedInTheRefusal(String header, String value, String region) {
        Response answer =
                gateway.keyed(EUROPE, "GET", ECHO).header(header, value).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("region-not-enabled");
        assertThat(answer.json().getString("detail")).contains("region " + region + " ", "enabled: eu");
        assertThat(gateway.control().counters(region).allRequests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Tuya-Region, mars, unknown-region",
        "X-Country-Code, 999, unknown-country",
        "X-Country-Code, XX, " + "unknown-country"
    })
    void whatNobodyKnowsIsRefused(String header, String value, String slug) {
        Response answer = keyed(ECHO).header(header, value).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(slug);
        assertThat(answer.json().getString("detail")).contains('"' + value + '"');
    }

    @Test
    void anUnknownPrefixIsRefusedWithTheRegionsThatAreEnabled() {
        Response answer = keyed("/@mars" + ECHO).send();

        assertThat(answer.error()).isEqualTo("unknown-region");
        assertThat(answer.json().getString("detail")).contains("eu, us, in, sg");
    }

    @Test
    void aTenantWithoutADefaultMustSayWhere() {
        Response lost = gateway.keyed(NOWHERE, "GET", ECHO).send();
        Response found = gateway.keyed(NOWHERE, "GET", ECHO)
                .header("X-Country-Code", "1")
                .send();
        Response granted = gateway.client(TestTenants.sdk(NOWHERE))
                .get("/v1.0/token?grant_type=1")
                .withoutToken()
                .send();

        assertThat(lost.error()).isEqualTo("no-region");
        assertThat(lost.json().getString("detail")).contains("eu, us");
        assertRoute(found, "us", "country US in header");
        assertThat(granted.success()).isTrue();
        assertThat(granted.region()).isEmpty();
    }

    @Test
    void aUsersCallThatNamesAnotherRegionIsRefusedAndHarmsNothing() {
        TuyaClient user = gateway.client(TestTenants.sdk(ACME));
        assertThat(user.appLogin("demo-eu@example.com", "49").success()).isTrue();
        gateway.control().expireTokens("eu");

        Response call = user.get(ECHO).header("X-Tuya-Region", "us").send();
        Response refresh = user.get("/v1.0/token/" + user.refreshToken())
                .withoutToken()
                .header("X-Tuya-Region", "us")
                .send();

        for (Response refused : List.of(call, refresh)) {
            assertThat(refused.error()).isEqualTo("bad-request");
            assertThat(refused.message()).contains("lives in region eu", "names region us");
        }
        assertThat(gateway.control().counters("us").allRequests()).isZero();
        assertRoute(user.get(ECHO).send(), "eu", "session");
    }

    @Test
    void tenantsAndConfigurationMayMoveACountry() {
        try (GatewayUnderTest moved = GatewayUnderTest.start(RoutingIT::withMovedCountries)) {
            Response byTenant = moved.keyed("movers", "GET", ECHO)
                    .header("X-Country-Code", "49")
                    .send();
            Response byConfiguration = moved.keyed(ACME, "GET", ECHO)
                    .header("X-Country-Code", "33")
                    .send();
            Response unmoved = moved.keyed(ACME, "GET", ECHO)
                    .header("X-Country-Code", "49")
                    .send();

            assertRoute(byTenant, "us", "country DE in header");
            assertRoute(byConfiguration, "in", "country FR in header");
            assertRoute(unmoved, "eu", "country DE in header");
        }
    }

    private static Configuration withMovedCountries(Configuration usual) {
        Tenant plain = TestTenants.tenant("movers", "eu", TestTenants.PROJECT, List.of("eu", "us"));
        Tenant movers = new Tenant(
                plain.id(),
                plain.defaultRegion(),
                plain.regions(),
                false,
                Map.of("DE", "us"),
                plain.projects(),
                plain.credentials(),
                null,
                null);
        return new Configuration(
                usual.server(),
                usual.management(),
                usual.publicUrl(),
                usual.redis(),
                usual.secrets(),
                usual.regions(),
                Map.of("FR", "in"),
                List.of(movers, usual.tenants().get(0)),
                usual.limits(),
                usual.upstream(),
                GatewayUnderTest.QUIET);
    }

    private Request keyed(String target) {
        return gateway.keyed(ACME, "GET", target);
    }

    /** A token that was asked for under a region. */
    private String granted(String region) {
        TuyaClient client = gateway.client(TestTenants.sdk(ACME));
        return client.get("/v1.0/token?grant_type=1")
                .withoutToken()
                .header("X-Tuya-Region", region)
                .send()
                .result()
                .getString("access_token");
    }

    private static void assertRoute(Response answer, String region, String reason) {
        assertThat(answer.route()).as(answer.text()).isEqualTo(reason);
        assertThat(answer.region()).isEqualTo(region);
    }
}
