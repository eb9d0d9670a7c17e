package io.tuyere;

import static io.tuyere.support.TestTenants.ACME;
import static io.tuyere.support.TestTenants.OTHER;
import static io.tuyere.support.TestTenants.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.core.Face;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Tenant;
import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End users who sign in on Tuya's page, and come back with a session for the application that sent them. */
class OAuthIT {
    private static final String UID = "eu1600000000001demo1";
    private static final String RETURN_URL = "https://app.example/signed-in?from=tuya";
    private static final String OTHER_URL = "https://app.example/other";
    private static final OwnFailure INVALID = new OwnFailure("oauth-invalid", 400, 60410);

    @AutoClose
    private static final GatewayUnderTest gateway = GatewayUnderTest.start(OAuthIT::withSignIns);

    @BeforeEach
    void anUntouchedCloud() {
        gateway.control().reset();
    }

    private static Configuration withSignIns(Configuration configuration) {
        Map<String, String> pages = new LinkedHashMap<>();
        for (String region : List.of("eu", "us")) {
            RegionOverride override =
                    Objects.requireNonNull(configuration.regions().get(region));
            pages.put(region, override.baseUrl() + "/authorize");
        }
        Tenant.OAuth oauth = new Tenant.OAuth(pages, List.of(RETURN_URL, OTHER_URL));
        return configuration.withTenants(configuration.tenants().stream()
                .map(tenant -> tenant.id().equals(ACME) || tenant.id().equals(OTHER) ? with(oauth, tenant) : tenant)
                .toList());
    }

    private static Tenant with(Tenant.OAuth oauth, Tenant tenant) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                tenant.plan(),
                tenant.budget(),
                oauth);
    }

    @Test
    void userSignsInOnTuyasPageAndTheApplicationGetsTheSession() {
        Response left = start("eu", "tenant=acme&return_url=" + encoded(RETURN_URL) + "&state=a%26b");
        Map<String, String> asked = parameters(left.header("location"));
        Response page = onTuyasPage(left, "");

        Response chosen = onTuyasPage(left, "&user=" + UID);
        Response back = callback(chosen.header("location"), cookie(left));
        Response session = session(ACME, parameters(back.header("location")).getOrDefault("code", ""));
        Response echo = gateway.keyed(ACME, "GET", "/v1.0/sim/echo")
                .header("access_token", session.json().getString("access_token"))
                .send();

        assertThat(left.status()).isEqualTo(302);
        assertThat(asked)
                .containsEntry("client_id", PROJECT.accessId())
                .containsEntry("redirect_uri", gateway.url() + "/oauth/eu/callback")
                .containsEntry("response_type", "code");
        assertThat(page.text()).contains("demo-eu@example.com");
        assertThat(back.header("location")).startsWith(RETURN_URL + "&code=");
        assertThat(parameters(back.header("location"))).containsEntry("state", "a&b");
        assertThat(session.status()).as(session.text()).isEqualTo(200);
        assertThat(session.json().getString("uid")).isEqualTo(UID);
        assertThat(session.json().getString("region")).isEqualTo("eu");
        assertThat(session.header("cache-control")).isEqualTo("no-store");
        assertThat(echo.result().getString("uid")).isEqualTo(UID);
        assertThat(echo.region()).isEqualTo("eu");
    }

    @Test
    void noUrlAndNoLogHoldsAToken() {
        try (CapturedLog log = new CapturedLog()) {
            Response left = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
            Response chosen = onTuyasPage(left, "&user=" + UID);
            Response back = callback(chosen.header("location"), cookie(left));
            String access = session(ACME, parameters(back.header("location")).getOrDefault("code", ""))
                    .json()
                    .getString("access_token");

            String seen = left.header("location") + chosen.header("location") + back.header("location") + log.text();
            assertThat(access).isNotEmpty();
            assertThat(seen).doesNotContain(access);
            assertThat(gateway.control().tokens("eu"))
                    .isNotEmpty()
                    .allSatisfy(token -> assertThat(seen).doesNotContain(token));
        }
    }

    @Test
    void aBrowserComesBackOnce() {
        Response left = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        String location = onTuyasPage(left, "&user=" + UID).header("location");

        assertThat(callback(location, cookie(left)).status()).isEqualTo(302);
        Response again = callback(location, cookie(left));

        isRefused(again, "taken already");
        assertThat(gateway.control().counters("eu").tokenCalls("code")).isEqualTo(1);
    }

    @Test
    void aSessionIsHandedOverOnceAndToItsTenantOnly() {
        String code = signedIn();

        Response ofOther = session(OTHER, code);
        Response first = session(ACME, code);
        Response second = session(ACME, code);

        INVALID.isSaidBy(ofOther, Face.API_KEY);
        assertThat(first.status()).isEqualTo(200);
        INVALID.isSaidBy(second, Face.API_KEY);
    }

    @Test
    void anSdkGetsTheSessionInItsOwnDialect() {
        Response session = gateway.client(TestTenants.sdk(ACME))
                .post(
                        "/tuyere/v1/oauth/session",
                        new JsonObject().put("code", signedIn()).encode())
                .withoutToken()
                .send();

        assertThat(session.success()).as(session.text()).isTrue();
        assertThat(session.result().getString("uid")).isEqualTo(UID);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '{}', bad-request",
        "POST, '', bad-request",
        "POST, '[]', bad-request",
        "POST, '{\"code\": 1}', bad-request",
        "POST, '{}', oauth-invalid",
        "POST, '{\"code\": \"AAAA\"}', oauth-invalid",
        "POST, '{\"code\": \"<>\"}', oauth-invalid"
    })
    void whatIsNoCodeOfOursIsRefused(String method, String body, String slug) {
        Response answer = gateway.keyed(ACME, method, "/tuyere/v1/oauth/session")
                .json(body)
                .send();

        new OwnFailure(slug, 400, 0).isSaidBy(answer, Face.API_KEY);
    }

    @Test
    void onlyTheBrowserThatLeftMayComeBack() {
        Response left = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        Response ofOther = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        String location = onTuyasPage(left, "&user=" + UID).header("location");

        isRefused(callback(location, ""), "another browser");
        isRefused(callback(location, cookie(ofOther)), "another browser");
        assertThat(callback(location, cookie(left)).status()).isEqualTo(302);
    }

    @Test
    void aBrowserKeepsItsNameSoThatTwoSignInsMayRunSideBySide() {
        Response first = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        Response second = gateway.request("GET", "/oauth/us/start?tenant=acme&return_url=" + encoded(OTHER_URL))
                .header("Cookie", "x=y; " + cookie(first))
                .send();

        assertThat(cookie(second)).isEqualTo(cookie(first));
        assertThat(first.header("set-cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/oauth");
    }

    @Test
    void aSignInEndsInTheRegionWhereItBegan() {
        Response left = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        String location = onTuyasPage(left, "&user=" + UID).header("location");

        Response elsewhere = callback(location.replace("/oauth/eu/", "/oauth/us/"), cookie(left));

        isRefused(elsewhere, "another region");
        assertThat(gateway.control().counters("us").allRequests()).isZero();
    }

    @Test
    void aCodeOfAnotherRegionIsTakenNowhere() {
        Response left = start("eu", "tenant=acme&state=s&return_url=" + encoded(OTHER_URL));
        String state = parameters(left.header("location")).getOrDefault("state", "");

        Response back = callback("/oauth/eu/callback?code=demo-code-us&state=" + state, cookie(left));

        assertThat(back.header("location")).isEqualTo(OTHER_URL + "?error=oauth-invalid&state=s");
        assertThat(gateway.control().counters("us").allRequests()).isZero();
    }

    @Test
    void theApplicationHearsThatItsUserRefused() {
        Response left = start("eu", "tenant=acme&state=s&return_url=" + encoded(OTHER_URL));

        Response back = callback(onTuyasPage(left, "&user=none").header("location"), cookie(left));

        assertThat(back.header("location")).isEqualTo(OTHER_URL + "?error=access_denied&state=s");
    }

    @Test
    void theApplicationHearsThatTheRegionDoesNotAnswer() {
        Response left = start("eu", "tenant=acme&state=s&return_url=" + encoded(OTHER_URL));
        String location = onTuyasPage(left, "&user=" + UID).header("location");
        gateway.control().plant(Fault.notJson().on("eu").times(9));

        Response back = callback(location, cookie(left));

        assertThat(back.header("location")).isEqualTo(OTHER_URL + "?error=upstream-broken&state=s");
    }

    @ParameterizedTest
    @CsvSource({
        "eu, tenant=acme, return_url",
        "eu, tenant=acme&return_url=https://evil.example/, return_url",
        "eu, tenant=acme&return_url=https://app.example/other/, return_url",
        "eu, tenant=acme&return_url=https://app.example/other%23x, return_url",
        "eu, tenant=acme&return_url=%3Cscript%3Ealert(1)%3C/script%3E, return_url",
        "eu, tenant=%3Cscript%3Ealert(1)%3C/script%3E, nobody",
        "eu, tenant=europe, nobody",
        "eu, '', nobody",
        "in, tenant=acme, in this region",
        "EU, tenant=acme, no such region",
        "nowhere, tenant=acme, no such region",
        "%3Cscript%3E, tenant=acme, no such region",
    })
    void aSignInThatMayNotBeBegunIsAPageForPeople(String region, String query, String words) {
        Response page = start(region, query);

        isRefused(page, words);
        assertThat(page.headers()).doesNotContainKeys("location", "set-cookie");
    }

    @ParameterizedTest
    @CsvSource({"state=x&code=c", "state=&code=c", "code=c", "state=%3Cscript%3Ealert(1)%3C/script%3E"})
    void aStateThatIsNotOursIsAPageForPeople(String query) {
        isRefused(callback("/oauth/eu/callback?" + query, ""), "not begun here");
    }

    private static void isRefused(Response page, String words) {
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.error()).isEqualTo("oauth-invalid");
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy")).contains("default-src 'none'");
        assertThat(page.header("cache-control")).isEqualTo("no-store");
        assertThat(page.text()).contains(words).doesNotContain("script").doesNotContain("evil");
    }

    private static String signedIn() {
        Response left = start("eu", "tenant=acme&return_url=" + encoded(OTHER_URL));
        Response chosen = onTuyasPage(left, "&user=" + UID);
        return parameters(callback(chosen.header("location"), cookie(left)).header("location"))
                .getOrDefault("code", "");
    }

    private static Response start(String region, String query) {
        return gateway.request("GET", "/oauth/" + region + "/start?" + query).send();
    }

    private static Response onTuyasPage(Response left, String choice) {
        URI page = URI.create(left.header("location"));
        return gateway.toCloud("eu", "GET", page.getRawPath() + "?" + page.getRawQuery() + choice)
                .send();
    }

    private static Response callback(String location, String cookie) {
        Request request = gateway.request("GET", location.replace(gateway.url(), ""));
        return cookie.isEmpty()
                ? request.send()
                : request.header("Cookie", cookie).send();
    }

    private static Response session(String tenant, String code) {
        return gateway.keyed(tenant, "POST", "/tuyere/v1/oauth/session")
                .json(new JsonObject().put("code", code).encode())
                .send();
    }

    private static String cookie(Response left) {
        return left.header("set-cookie").split(";", 2)[0];
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : url.substring(url.indexOf('?') + 1).split("&", -1)) {
            String[] halves = pair.split("=", 2);
            parameters.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
