package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.support.Administrator;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code type} of every problem leads to a page, on the port that answered with it. */
final class ErrorPagesIT {
    private static final String OF_CALLS = "/tuyere/v1/errors";
    private static final String OF_ADMINISTRATION = "/admin/v1/errors";

    @AutoClose
    private static final GatewayUnderTest GATEWAY =
            GatewayUnderTest.start(usual -> usual.withManagement(Administrator.settings()));

    private static Request management(String path) {
        return Request.of(GATEWAY.gateway().managementPort(), "GET", path);
    }

    static Stream<String> types() {
        return types(GATEWAY.request("GET", OF_CALLS).send());
    }

    static Stream<String> typesOfAdministration() {
        return types(management(OF_ADMINISTRATION).send());
    }

    private static Stream<String> types(Response index) {
        return index.json().getJsonArray("errors").stream()
                .map(JsonObject.class::cast)
                .map(each -> each.getString("type"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFailureOfACallHasItsPageOnBothPorts(String type) {
        for (Request request : new Request[] {GATEWAY.request("GET", type), management(type)}) {
            Response page = request.send();

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.json().getString("type")).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @MethodSource("typesOfAdministration")
    void everyFailureOfTheAdministrationHasItsPageWithoutAToken(String type) {
        Response page = management(type).send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().getString("type")).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices/x, no-such-key, unknown-credential",
        "/@moon/v1.0/devices/x, demo, unknown-region",
        "/tuyere/v1/none, '', not-found",
        "/tuyere/v1/countries/zz, '', unknown-country"
    })
    void problemLeadsToItsPage(String target, String key, String slug) {
        Request call = key.equals("demo")
                ? GATEWAY.keyed(TestTenants.ACME, "GET", target)
                : GATEWAY.request("GET", target).key(key);
        Response problem = call.send();

        Response page = GATEWAY.request("GET", problem.json().getString("type")).send();

        assertThat(problem.error()).isEqualTo(slug);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().getString("title")).isEqualTo(problem.json().getString("title"));
    }

    @Test
    void problemOfTheAdministrationLeadsToItsPage() {
        JsonObject problem = management("/admin/v1/status").send().json();
        JsonObject none = Administrator.with(Role.READ, GATEWAY.gateway().managementPort())
                .get("/no-such")
                .json();

        assertThat(management(problem.getString("type")).send().json().getString("title"))
                .isEqualTo(problem.getString("title"))
                .isEqualTo("Token missing");
        assertThat(management(none.getString("type")).send().json().getString("slug"))
                .isEqualTo("not-found");
    }

    /** A client behind {@code HTTP_PROXY} resolves {@code type} against the host that it meant to call. */
    @ParameterizedTest
    @ValueSource(strings = {"/tuyere/v1/errors/bad-signature", "/tuyere/v1/regions"})
    void clientOfTheProxyComesToThePageAsWell(String path) {
        Response page = GATEWAY.request("GET", "http://openapi.tuyaeu.com" + path)
                .header("Host", "openapi.tuyaeu.com")
                .send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_CALLS, OF_CALLS + "/deadline", OF_ADMINISTRATION, OF_ADMINISTRATION + "/forbidden"})
    void browserGetsAPageThatItMayKeep(String path) {
        Map<String, String> browser = Map.of(
                "Accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
                "Connection",
                "close");
        Response page = management(path).headers(browser).send();
        Response again = management(path)
                .headers(browser)
                .header("If-None-Match", page.header("etag"))
                .send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("content-security-policy")).startsWith("default-src 'none'");
        assertThat(page.header("cache-control")).isEqualTo("public, max-age=3600");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/html;q=0.3, text/html; charset=utf-8",
        "'application/json, text/html;q=0.3', application/json",
        "'application/json;q=0.3, text/html', text/html; charset=utf-8",
        "nonsense, application/json"
    })
    void qualityDecides(String accept, String type) {
        Response page = GATEWAY.request("GET", OF_CALLS + "/deadline")
                .header("Accept", accept)
                .send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo(type);
    }
}
