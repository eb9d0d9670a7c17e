package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.support.Administrator;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administration API: who may do what, and what it shows and changes. */
class AdminIT {
    private static final String READ = "/v1.0/devices/demo-eu-lamp-1";
    private static final String EU = "{\"kind\":\"transport\",\"region\":\"eu\"}";

    @AutoClose
    private static final GatewayUnderTest GATEWAY =
            GatewayUnderTest.start(usual -> usual.withManagement(Administrator.settings()));

    @AutoClose
    private static final GatewayUnderTest WITHOUT_TOKENS = GatewayUnderTest.start();

    private final Administrator reader = person(Role.READ);
    private final Administrator operator = person(Role.OPERATE);
    private final Administrator admin = person(Role.ADMIN);

    static Administrator person(Role role) {
        return Administrator.with(role, GATEWAY.gateway().managementPort());
    }

    /** Method and path to role. */
    private static Map<String, String> documented() {
        JsonObject paths = person(Role.READ).get("/openapi.json").json().getJsonObject("paths");
        Map<String, String> operations = new TreeMap<>();
        for (String path : paths.fieldNames()) {
            JsonObject methods = paths.getJsonObject(path);
            for (String method : methods.fieldNames()) {
                operations.put(
                        method.toUpperCase(Locale.ROOT) + " " + path,
                        methods.getJsonObject(method).getString("x-role"));
            }
        }
        return operations;
    }

    @Test
    void everyRouteIsDocumentedAndViceVersa() {
        Map<String, String> served = new HashMap<>(
                Map.of("GET /admin/v1", "read", "GET /admin/v1/errors", "none", "GET /admin/v1/errors/{slug}", "none"));
        person(Role.READ).get("").json().getJsonArray("routes").stream()
                .map(JsonObject.class::cast)
                .forEach(route ->
                        served.put(route.getString("method") + " " + route.getString("path"), route.getString("role")));

        assertThat(documented()).isEqualTo(served);
    }

    /** Those that need a token. */
    static Stream<String> operations() {
        return documented().entrySet().stream()
                .filter(operation -> !operation.getValue().equals("none"))
                .map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRouteNeedsAToken(String operation) {
        Response answer = bare(operation).send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("token-missing");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.header("www-authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whoeverOnlyLooksChangesNothing(String operation) {
        boolean looks = "read".equals(documented().get(operation));
        if (!looks) {
            Response answer = bare(operation)
                    .header("Authorization", "Bearer " + Administrator.token(Role.READ))
                    .send();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.error()).isEqualTo("forbidden");
        }
    }

    private static Request bare(String operation) {
        String[] parts = operation.split(" ", 2);
        return person(Role.READ)
                .request(parts[0], parts[1].substring("/admin/v1".length()).replaceAll("\\{[a-z_]+}", "x"))
                .without("Authorization");
    }

    @Test
    void unknownTokenIsRefused() {
        Response answer = Administrator.showing("tya_guess", GATEWAY.gateway().managementPort())
                .get("/status");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("token-unknown");
    }

    @Test
    void statusSaysWhoOneIs() {
        JsonObject status = operator.get("/status").json();

        assertThat(status.getJsonObject("you").getString("name")).isEqualTo("operate-person");
        assertThat(status.getInteger("tenants")).isEqualTo(TestTenants.all().size());
        assertThat(status.getInteger("generation")).isEqualTo(1);
        assertThat(status.getString("degraded")).isEmpty();
    }

    @Test
    void withoutTokensThisMachineMayLookButNotChange() {
        assertThat(WITHOUT_TOKENS.management("/admin/v1/regions").status()).isEqualTo(200);
        assertThat(WITHOUT_TOKENS.management("/admin/v1/status").text()).contains("anonymous");

        Response change = tokenless("POST", "/admin/v1/breakers/reset").json(EU).send();

        assertThat(change.status()).isEqualTo(403);
        assertThat(change.error()).isEqualTo("token-missing");
        assertThat(change.text()).contains("tuyere admin-token");
    }

    @Test
    void withoutTokensAnOpenPortShowsNothing() {
        try (GatewayUnderTest open = GatewayUnderTest.start(
                usual -> usual.withManagement(usual.management().withHost("0.0.0.0")))) {
            assertThat(open.management("/admin/v1/regions").status()).isEqualTo(401);
            assertThat(open.management("/readyz").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"})
    void pageThatRenamedThisMachineSeesNothing(String host) {
        Response answer =
                tokenless("GET", "/admin/v1/regions").header("Host", host).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("wrong-host");
    }

    private static Request tokenless(String method, String target) {
        return Administrator.showing("", WITHOUT_TOKENS.gateway().managementPort())
                .request(method, target.substring("/admin/v1".length()))
                .without("Authorization");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, http://evil.example",
        "Origin, null",
        "Origin, https://127.0.0.1"
    })
    void pagesOfOtherSitesAreNotAnswered(String header, String value) {
        Response answer = operator.request("POST", "/breakers/reset")
                .json(EU)
                .header(header, value)
                .send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("cross-site");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void pageOfTheGatewayItselfIsAnswered() {
        Response answer = operator.request("POST", "/breakers/reset")
                .json(EU)
                .header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "http://127.0.0.1:" + GATEWAY.gateway().managementPort())
                .send();

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""})
    void bodyThatAFormCouldSendIsRefused(String type) {
        Response answer = operator.request("POST", "/breakers/reset")
                .json(EU)
                .header("Content-Type", type)
                .send();

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.error()).isEqualTo("not-json");
    }

    @ParameterizedTest
    @CsvSource({
        "'{', 400, bad-request",
        "'[]', 400, bad-request",
        "'{\"kind\":7,\"region\":\"eu\"}', 400, bad-request",
        "'{\"kind\":\"door\",\"region\":\"eu\"}', 400, bad-request",
        "'{\"kind\":\"transport\",\"region\":\"moon\"}', 404, not-found",
        "'{\"kind\":\"access\",\"region\":\"eu\"}', 400, bad-request",
        "'{\"kind\":\"access\",\"region\":\"eu\",\"project\":\"nobody\"}', 404, not-found"
    })
    void bodyThatMakesNoSenseIsExplained(String body, int status, String slug) {
        Response answer = operator.send("POST", "/breakers/hold-open", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isEqualTo(slug);
        assertThat(answer.json().getString("type")).endsWith("/" + slug);
        assertThat(answer.json().getString("detail")).isNotBlank();
    }

    @Test
    void bodyWithoutEndIsRefused() {
        String large = "{\"kind\":\"" + "x".repeat(300_000) + "\"}";

        Response answer = operator.send("POST", "/breakers/hold-open", large);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).isEqualTo("body-too-large");
    }

    @Test
    void pageThatDoesNotExistIsAProblem() {
        assertThat(reader.get("/nothing").status()).isEqualTo(404);
        assertThat(reader.get("/nothing").error()).isEqualTo("not-found");

        Response wrongMethod = reader.request("DELETE", "/regions").send();

        assertThat(wrongMethod.status()).isEqualTo(405);
        assertThat(wrongMethod.header("allow")).isEqualTo("GET");
    }

    @Test
    void breakerIsHeldAndReset() {
        Response held = operator.send("POST", "/breakers/hold-open", EU);
        Response refused = GATEWAY.keyed(TestTenants.ACME, "GET", READ).send();
        JsonObject region = reader.get("/regions/eu").json().getJsonObject("breaker");
        Response reset = operator.send("POST", "/breakers/reset", EU);
        Response answered = GATEWAY.keyed(TestTenants.ACME, "GET", READ).send();

        assertThat(held.json().getString("position")).isEqualTo("held-open");
        assertThat(refused.error()).isEqualTo("region-unavailable");
        assertThat(region.getString("position")).isEqualTo("held-open");
        assertThat(reset.json().getString("position")).isEqualTo("closed");
        assertThat(answered.success()).isTrue();
    }

    @Test
    void listsComeInPages() {
        JsonObject first = reader.get("/regions?limit=2").json();
        JsonObject second = reader.get("/regions?limit=500&after=" + first.getString("next"))
                .json();

        assertThat(first.getJsonArray("regions")).hasSize(2);
        assertThat(second.getJsonArray("regions")).hasSize(5);
        assertThat(second.containsKey("next")).isFalse();
        assertThat(reader.get("/regions?limit=0").error()).isEqualTo("bad-request");
    }

    @Test
    void changesLeaveAnAuditLine() {
        try (CapturedLog log = new CapturedLog()) {
            Response done = operator.send("POST", "/breakers/reset", EU);
            Response refused = reader.send("POST", "/breakers/reset", EU);
            Response looked = reader.get("/regions");

            assertThat(List.of(done.status(), refused.status(), looked.status()))
                    .containsExactly(200, 403, 200);
            assertThat(log.text().lines().filter(line -> line.contains("INFO administration")))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .contains("operate-person", "breaker reset", "transport:eu", "127.0.0.1", "\"done\""))
                    .anySatisfy(line -> assertThat(line).contains("forbidden", "/admin/v1/breakers/reset"));
            assertThat(log.text()).doesNotContain(Administrator.token(Role.OPERATE));
        }
    }

    @Test
    void configIsShownWithoutItsSecrets() {
        JsonObject config = reader.get("/config").json();

        assertThat(config.getJsonObject("effective").getJsonObject("timeouts").getString("call"))
                .isEqualTo("10s");
        assertThat(config.getJsonObject("effective").getJsonObject("management").encode())
                .contains("read-person")
                .contains("\"sha256\":\"***\"");
        assertThat(operator.request("POST", "/config/reload").send().error()).isEqualTo("no-files");
    }

    @Test
    void logLevelIsChanged() {
        Response changed = operator.send("PUT", "/log-levels/io.netty", "{\"level\":\"error\"}");
        Response back = operator.send("PUT", "/log-levels/io.netty", "{\"level\":\"warn\"}");

        assertThat(changed.json().getString("level")).isEqualTo("error");
        assertThat(back.json().getString("level")).isEqualTo("warn");
        assertThat(operator.send("PUT", "/log-levels/no.such.logger", "{\"level\":\"warn\"}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.send("PUT", "/log-levels/io.netty", "{\"level\":\"loud\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void adminMayDoWhatOperatorsMay() {
        assertThat(admin.send("POST", "/breakers/reset", EU).status()).isEqualTo(200);
    }

    @Test
    void tokensAreShownWithoutThemselvesRenewedAndDropped() {
        assertThat(GATEWAY.keyed(TestTenants.OTHER, "GET", "/@eu" + READ).send().status())
                .isEqualTo(200);
        String one = "/tokens/" + TestTenants.OTHER_PROJECT.accessId() + "/eu";

        JsonObject listed = reader.get("/tokens").json();
        Response renewed = operator.request("POST", one + "/renew").send();
        Response dropped = operator.request("DELETE", one).send();
        Response gone = operator.request("DELETE", one).send();
        Response strange = operator.request("POST", "/tokens/nobody/eu/renew").send();

        assertThat(listed.getJsonArray("tokens").encode())
                .contains(TestTenants.OTHER_PROJECT.accessId(), "\"source\":\"cloud\"");
        assertThat(renewed.json().getLong("remaining_ms")).isPositive();
        assertThat(renewed.json().fieldNames())
                .containsExactlyInAnyOrder(
                        "project", "region", "age_ms", "source", "remaining_ms", "expires", "refused");
        assertThat(dropped.status()).isEqualTo(200);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(strange.status()).isEqualTo(404);
    }

    @Test
    void budgetIsShownAndReopened() {
        String project = TestTenants.PROJECT.accessId();

        JsonObject budget = reader.get("/tenants/acme/budget").json();
        Response reopened =
                operator.request("POST", "/budgets/" + project + "/reopen").send();

        assertThat(budget.getJsonArray("projects").getJsonObject(0).getString("project"))
                .isEqualTo(project);
        assertThat(reopened.json().getBoolean("closed_by_cloud")).isFalse();
        assertThat(reader.get("/budgets").json().getJsonArray("budgets"))
                .hasSize(TestTenants.all().size());
        assertThat(reader.get("/limits").json().getInteger("instances")).isEqualTo(1);
        assertThat(operator.request("POST", "/budgets/nobody/reopen").send().status())
                .isEqualTo(404);
    }

    @Test
    void learnedRegionIsLookedUpAndForgotten() {
        assertThat(GATEWAY.keyed(TestTenants.ACME, "GET", "/@us/v1.0/devices/demo-us-lamp-1")
                        .send()
                        .success())
                .isTrue();
        String path = "/learned-regions/acme/device/demo-us-lamp-1";

        Response learned = reader.get(path);
        Response forgotten = operator.request("DELETE", path).send();

        assertThat(learned.json().getString("region")).isEqualTo("us");
        assertThat(forgotten.status()).isEqualTo(200);
        assertThat(reader.get(path).status()).isEqualTo(404);
        assertThat(reader.get("/learned-regions/acme/planet/x").status()).isEqualTo(400);
    }

    @Test
    void callIsExplainedWithoutCallingTheCloud() {
        JsonObject question = new JsonObject()
                .put("tenant", "acme")
                .put("path", READ)
                .put("headers", new JsonObject().put("X-Country-Code", "1").put("access_token", "hunter2-token"));
        long before = GATEWAY.control().counters("us").allRequests();

        JsonObject answer = reader.send("POST", "/explain", question.encode()).json();
        JsonObject refused = reader.send(
                        "POST", "/explain", question.put("tenant", "europe").encode())
                .json();

        assertThat(answer.getJsonObject("route").getString("region")).isEqualTo("us");
        assertThat(answer.getJsonObject("route").getString("because")).contains("country");
        assertThat(answer.getJsonObject("signature").getString("must_cover")).contains(READ);
        assertThat(answer.encode()).doesNotContain("hunter2");
        assertThat(refused.getJsonObject("refused").getString("error")).isEqualTo("region-not-enabled");
        assertThat(GATEWAY.control().counters("us").allRequests()).isEqualTo(before);
    }

    @Test
    void callToSeveralRegionsIsExplainedWithItsTraps() {
        JsonObject question = new JsonObject()
                .put("tenant", "acme")
                .put("path", "/v1.0/devices/7db92a8e6c2b9f6d")
                .put("headers", new JsonObject().put("X-Tuya-Region", "eu,us"));

        JsonObject answer = reader.send("POST", "/explain", question.encode()).json();

        assertThat(answer.getJsonArray("routes").stream().map(route -> ((JsonObject) route).getString("region")))
                .containsExactly("eu", "us");
        assertThat(answer.getJsonArray("hints").getString(0)).contains("looks like a uuid");
    }

    @Test
    void failuresAreToldWithWhatToDo() {
        Response unknown = GATEWAY.request("GET", READ).key("hunter2-nobody").send();

        JsonObject failures = reader.get("/failures?limit=500").json();

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(failures.getJsonArray("failures").encode())
                .contains("\"error\":\"unknown-credential\"", "this API key is not known")
                .doesNotContain("hunter2");
        assertThat(reader.get("/failures?after=" + failures.getLong("last")).text())
                .contains("\"failures\":");
    }

    @Test
    void failuresAreToldAsTheyCome() {
        try (Wire watcher = new Wire(GATEWAY.gateway().managementPort())) {
            watcher.begin(reader.request("GET", "/failures/stream"));
            Response head = watcher.head();
            assertThat(GATEWAY.request("GET", READ).key("nobody").send().status())
                    .isEqualTo(401);

            StringBuilder told = new StringBuilder();
            while (!told.toString().contains("unknown-credential")) {
                told.append(watcher.text());
            }

            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(told.toString()).contains("event: failure", "id: ");
        }
    }

    @Test
    void tenantsInAFileAreShownAndNotChanged() {
        Response shown = reader.get("/tenants/acme");
        Response changed =
                admin.request("DELETE", "/tenants/acme").header("If-Match", "*").send();

        assertThat(shown.json().getString("default-region")).isEqualTo("eu");
        assertThat(shown.text()).contains("***").doesNotContain(TestTenants.secret(TestTenants.sdk("acme")));
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.error()).isEqualTo("tenants-in-file");
        assertThat(reader.get("/tenants?limit=2").json().getString("next")).isNotBlank();
    }
}
