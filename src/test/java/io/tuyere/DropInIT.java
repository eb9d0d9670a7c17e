package io.tuyere;

import static io.tuyere.support.TestTenants.ACME;
import static io.tuyere.support.TestTenants.OTHER;
import static io.tuyere.support.TestTenants.STATESIDE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.WrongRegionLogin;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Crowd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.SignedRequest;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What unmodified clients of the Tuya cloud rely on, in the order of how many of them break without it. Each point is how a
 * published SDK behaves on the wire.
 */
class DropInIT {
    private static final String LAMP = "demo-eu-lamp-1";
    private static final String ECHO = "/v1.0/sim/echo";
    private static final int FIVE_MEGABYTES = 5_000_000;

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    private final TuyaClient client = gateway.connected(ACME);

    @Test
    void point01_errorsAreHttp200WithATuyaEnvelope() {
        gateway.control().plant(Fault.status(503).on("us").forCalls("GET", ECHO));
        gateway.control().plant(Fault.status(503).on("sg"));
        gateway.control().plant(Fault.hang().on("in"));
        Map<String, SignedRequest> wrong = new LinkedHashMap<>();
        wrong.put("unknown-credential", client.get(ECHO).header("client_id", "nobody"));
        wrong.put("bad-signature", client.get(ECHO).sign("00"));
        wrong.put("missing-header", client.get(ECHO).header("t", ""));
        wrong.put("stale-time", client.get(ECHO).at("1500000000000"));
        wrong.put("token-missing", client.get(ECHO).withoutToken());
        wrong.put("token-invalid", client.get(ECHO).token("stale", "stale"));
        wrong.put("grant-invalid", client.get("/v1.0/token").withoutToken());
        wrong.put("bad-request", client.get("/v1.0//devices"));
        wrong.put("body-too-large", client.post(ECHO, "{\"a\":\"" + "x".repeat(3_000_000) + "\"}"));
        wrong.put("unknown-region", client.get(ECHO).header("X-Tuya-Region", "mars"));
        wrong.put("unknown-country", client.get(ECHO).header("X-Country-Code", "999"));
        wrong.put("region-not-enabled", client.get(ECHO).header("X-Tuya-Region", "cn"));
        wrong.put("upstream-broken", client.get(ECHO).header("X-Tuya-Region", "us"));
        wrong.put("region-unavailable", client.get(ECHO).header("X-Tuya-Region", "sg"));
        wrong.put("deadline", client.get(ECHO).header("X-Tuya-Region", "in").header("X-Request-Timeout", "0.2"));

        wrong.forEach((slug, request) -> {
            Response answer = request.send();

            assertThat(answer.error()).isEqualTo(slug);
            assertThat(answer.status()).as(slug).isEqualTo(200);
            assertThat(answer.header("content-type")).as(slug).isEqualTo("application/json");
            assertThat(answer.json().getValue("code")).as(slug).isInstanceOf(Integer.class);
            assertThat(answer.message()).as(slug).isNotBlank();
            assertThat(answer.json().getBoolean("success")).as(slug).isFalse();
            assertThat(answer.json().getLong("t")).as(slug).isBetween(1_000_000_000_000L, 9_999_999_999_999L);
            assertThat(answer.json().getString("tid")).as(slug).isEqualTo(answer.header("x-request-id"));
        });
    }

    @Test
    void point02_tokenAnswersCarryWhatClientsComputeTheirExpiryFrom() {
        TuyaClient fresh = gateway.client(TestTenants.sdk(ACME));

        Response granted = fresh.get("/v1.0/token?grant_type=1").withoutToken().send();
        Response appLogin = fresh.appLogin("demo-eu@example.com", "49");
        Response projectLogin = fresh.projectLogin("demo-eu@example.com");

        for (Response answer : List.of(granted, appLogin, projectLogin)) {
            assertThat(answer.json().getLong("t")).isBetween(1_000_000_000_000L, 9_999_999_999_999L);
            assertThat(answer.result().getValue("expire_time")).isInstanceOf(Integer.class);
            assertThat(answer.result().getInteger("expire_time")).isGreaterThan(60);
            assertThat(answer.result().getString("refresh_token")).isNotBlank();
            assertThat(answer.result().getString("uid")).isNotBlank();
        }
        assertThat(projectLogin.result().getInteger("expire")).isGreaterThan(60);
    }

    @Test
    void point03_aStaleTokenIs1010WithTheTextTokenInvalid() {
        String othersToken = gateway.connected(OTHER).token();

        for (String stale : List.of("0123456789abcdef", client.refreshToken(), othersToken, client.token() + "A")) {
            Response answer = client.get(ECHO).token(stale, stale).send();

            assertThat(answer.code()).isEqualTo(1010);
            assertThat(answer.message()).contains("token invalid");
        }
    }

    @Test
    void point04_everySigningVariantOfTheSdksVerifies() {
        List<SignedRequest> variants = List.of(
                client.get(ECHO),
                client.get(ECHO).nonce(""),
                client.get(ECHO).nonce("5138cc3a9033d69856923fd07b491173"),
                client.get(ECHO).signing(""),
                client.get(ECHO).signing("client_id"),
                client.get(ECHO).signing("CLIENT_ID:Lang").header("lang", "en"),
                client.post(ECHO, "{\"a\":1}").signing("Content-type"),
                client.get(ECHO + "?b=living+room&a=2"),
                client.get(ECHO + "?b=living%20room&a=2"),
                client.get(ECHO + "?ids=a%2Cb&Z=1&_=2&a="),
                client.get(ECHO + "?ids=a,b&a"),
                client.get(ECHO + "?x=50%25+%2B"),
                client.get(ECHO + "?z=1&a=2").signingUrl(ECHO + "?z=1&a=2"),
                client.get(ECHO + "?z=a%2Cb").signingUrl(ECHO + "?z=a%2Cb"),
                client.get(ECHO + "/"),
                client.get(ECHO + "/?b=1&a=2"),
                gateway.client(TestTenants.sdk(ACME))
                        .get("/v1.0/token?grant_type=1")
                        .emptyToken());

        for (SignedRequest variant : variants) {
            Response answer = variant.send();

            assertThat(answer.success()).as(answer.text()).isTrue();
        }
    }

    @Test
    void point04_theLegacySignatureCountsOnlyForCredentialsThatAreMarkedSo() {
        TuyaClient old = gateway.client(TestTenants.old(ACME));
        Response granted = old.kept(
                old.get("/v1.0/token?grant_type=1").withoutToken().legacy().send());

        Response marked = old.get(ECHO).legacy().send();
        Response unmarked = client.get(ECHO).legacy().send();

        assertThat(granted.success()).isTrue();
        assertThat(marked.success()).isTrue();
        assertThat(unmarked.code()).isEqualTo(1004);
    }

    @Test
    void point05_bodiesAreHashedAndPassedOnAsTheBytesThatArrived() {
        String odd = "{ \"name\" : \"K\u00fcche \\u00fc\" ,\n\t\"a\":1.0 }";

        Response posted = client.call("POST", ECHO).body(odd).chunked().send();
        Response got = client.get(ECHO).json("{}").send();
        Response deleted = client.call("DELETE", ECHO).json("{}").send();
        Response changed = client.post(ECHO, "{\"a\":1}").sending("{\"a\":2}").send();

        assertThat(bodyAtTheCloud(posted)).isEqualTo(odd);
        assertThat(bodyAtTheCloud(got)).isEqualTo("{}");
        assertThat(bodyAtTheCloud(deleted)).isEqualTo("{}");
        assertThat(changed.code()).isEqualTo(1004);
    }

    @Test
    void point06_repeatedNoncesAndIdenticalRequestsAreServed() {
        SignedRequest one = client.get(ECHO).nonce("the-nonce-of-this-process");

        List<Response> answers = Crowd.of(5, number -> one.send());

        assertThat(answers).allMatch(Response::success);
        assertThat(client.get(ECHO + "?other=1")
                        .nonce("the-nonce-of-this-process")
                        .send()
                        .success())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/@eu"})
    void point07_platformUrlIsTheGatewaysAndTheUsersCallsGoHome(String prefix) {
        gateway.control().wrongRegionLogin(WrongRegionLogin.FOLLOWED);

        Response login = client.appLogin("demo-us@example.com", "1");
        Response echo = client.get(ECHO).under(prefix).send();

        assertThat(login.result().getString("platform_url")).isEqualTo(gateway.url());
        assertThat(echo.region()).isEqualTo("us");
        assertThat(echo.route()).isEqualTo("session");
        assertThat(echo.result().getString("region")).isEqualTo("us");
        assertThat(echo.result().getString("uid")).isEqualTo(login.result().getString("uid"));
        assertThat(headerAtTheCloud(echo, "access_token"))
                .isNotEqualTo(client.token())
                .isIn(gateway.control().tokens("us"));
    }

    @Test
    void point08_theRegionIsSelectableWithoutAPathPrefix() {
        Response byCredential = gateway.connected(STATESIDE).get(ECHO).send();
        Response byHost = client.get(ECHO).header("Host", "openapi.tuyaus.com").send();
        Response byHeader = client.get(ECHO).header("X-Tuya-Region", "us").send();
        Response byPrefix = client.get(ECHO).under("/@us").send();
        Response bySignedPrefix = client.get("/@us" + ECHO).send();

        assertThat(List.of(byCredential, byHost, byHeader, byPrefix, bySignedPrefix))
                .allMatch(answer -> answer.result().getString("region").equals("us"))
                .allMatch(answer -> answer.result().getString("path").equals(ECHO));
    }

    @Test
    void point09_aRevokedTokenIsReplacedOnceAndNobodyNotices() {
        Response before = client.get(ECHO).send();
        long tokensBefore = gateway.control().counters("eu").tokenCalls("project");
        gateway.control().revokeTokens("eu");

        List<Response> answers = Crowd.of(
                50,
                number -> number % 2 == 0
                        ? client.command(LAMP).send()
                        : client.get(ECHO).send());

        assertThat(before.success()).isTrue();
        assertThat(answers).allMatch(Response::success);
        assertThat(gateway.control().commands(LAMP)).hasSize(25);
        assertThat(gateway.control().counters("eu").refusals(1010)).isPositive();
        assertThat(gateway.control().counters("eu").tokenCalls("project")).isEqualTo(tokensBefore + 1);
    }

    @Test
    void point09_aTokenThatTheCloudEndsDuringACommandLeavesItExecutedOnce() {
        gateway.control().plant(Fault.tokenExpiry().on("eu").times(1));

        Response answer = client.command(LAMP).send();

        assertThat(answer.success()).isTrue();
        assertThat(gateway.control().commands(LAMP)).hasSize(1);
    }

    static List<Named<Fault>> losses() {
        return List.of(
                Named.of("reset", Fault.reset().afterExecution()),
                Named.of("cut off", Fault.truncated(10)),
                Named.of("cut off in chunks", Fault.unfinishedChunks(10)),
                Named.of("empty", Fault.empty()),
                Named.of("502", Fault.status(502).afterExecution()),
                Named.of("503", Fault.status(503).afterExecution()));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void point10_aPostWhoseAnswerWasLostIsNotRepeated(Fault loss) {
        gateway.control().plant(loss.on("eu").forCalls("POST", "/").times(1));

        Response answer = client.command(LAMP).send();

        assertThat(answer.success()).isFalse();
        assertThat(answer.error()).isEqualTo("upstream-broken");
        assertThat(answer.message()).contains("may have been executed");
        assertThat(gateway.control().commands(LAMP)).hasSize(1);
    }

    @Test
    void point11_aRefreshSignedTheLegacyWayIsTaken() {
        Response refreshed = client.get("/v1.0/token/" + client.refreshToken())
                .withoutToken()
                .legacy()
                .send();
        Response wrong =
                client.get("/v1.0/token/nonsense").withoutToken().legacy().send();

        assertThat(client.kept(refreshed).success()).isTrue();
        assertThat(client.get(ECHO).send().success()).isTrue();
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.success()).isFalse();
    }

    @Test
    void point12_secretsOfTheClientReachNeitherTheCloudNorTheLog() {
        Map<String, String> confidential = new LinkedHashMap<>();
        confidential.put("secret", "clear-secret");
        confidential.put("Authorization", "Bearer clear-bearer");
        confidential.put("Cookie", "clear-cookie");
        confidential.put("X-Forwarded-For", "192.0.2.77");
        confidential.put("X-Forwarded-Host", "clear-forwarded");
        confidential.put("Forwarded", "for=192.0.2.78");
        confidential.put("X-API-Key", "clear-key");
        confidential.put("X-Real-IP", "192.0.2.79");

        try (CapturedLog log = new CapturedLog()) {
            SignedRequest token = client.get("/v1.0/token?grant_type=1").withoutToken();
            SignedRequest call = client.get(ECHO).signing("secret:Cookie:X-Forwarded-For:lang");
            confidential.forEach((name, value) -> {
                assertThat(token.header(name, value)).isNotNull();
                assertThat(call.header(name, value)).isNotNull();
            });
            Response granted = token.send();
            Response echo = call.header("lang", "en").send();

            assertThat(granted.success()).as(granted.text()).isTrue();
            String host = "127.0.0.1:" + gateway.cloud().port("eu");
            assertThat(headerAtTheCloud(echo, "Host")).isEqualTo(host);
            assertThat(headerAtTheCloud(echo, "lang")).isEqualTo("en");
            assertThat(headerAtTheCloud(echo, "Signature-Headers")).isEqualTo("lang");
            for (Map.Entry<String, String> header : confidential.entrySet()) {
                assertThat(headerAtTheCloud(echo, header.getKey()))
                        .as(header.getKey())
                        .isEmpty();
                assertThat(echo.text()).doesNotContain(header.getValue());
                assertThat(log.text()).doesNotContain(header.getValue());
            }
            assertThat(log.text()).doesNotContain(client.token(), headerAtTheCloud(echo, "access_token"));
        }
    }

    @Test
    void point13_underscoresAndTrailingSlashesStayAsTheyAre() {
        Response listed = client.get("/v1.0/devices/?device_ids=demo-eu-lamp-1,demo-eu-plug-1")
                .send();
        Response echo =
                client.get(ECHO + "/?a=b%2Cc").header("dev_version", "1.2").send();
        Response granted =
                client.get("/v1.0/token/?grant_type=1").withoutToken().send();

        assertThat(listed.result().getJsonArray("devices")).hasSize(2);
        assertThat(echo.result().getString("path")).isEqualTo(ECHO + "/");
        assertThat(echo.result().getString("query")).isEqualTo("a=b%2Cc");
        assertThat(headerAtTheCloud(echo, "dev_version")).isEqualTo("1.2");
        assertThat(granted.success()).isTrue();
    }

    @Test
    void point14_aLoginBelongsToTenantUserAndRegion() {
        Response login = client.appLogin("demo-in@example.com", "91");
        Response refreshed = client.refreshed();
        Response echo = client.get(ECHO).send();

        assertThat(login.region()).isEqualTo("in");
        assertThat(refreshed.result().getString("uid")).isEqualTo(login.result().getString("uid"));
        assertThat(echo.result().getString("region")).isEqualTo("in");
        assertThat(echo.result().getString("uid")).isEqualTo(login.result().getString("uid"));
    }

    @Test
    void point14_aLoginToACustomProjectRefreshesAtItsOwnEndpoint() {
        Response login = client.projectLogin("demo-eu@example.com");
        Response refreshed = client.kept(client.call("POST", "/v1.0/iot-03/users/token/" + client.refreshToken())
                .withoutToken()
                .send());
        Response echo = client.get(ECHO).send();

        assertThat(refreshed.success()).isTrue();
        assertThat(echo.result().getString("uid")).isEqualTo(login.result().getString("uid"));
    }

    @Test
    void point15_gzipChunkedSlowAndLongAnswersPassWhole() {
        Fault slow = Fault.dribble(100, Duration.ofMillis(2));
        for (Fault fault : List.of(Fault.gzip(), Fault.chunked(), slow)) {
            gateway.control().plant(fault.on("eu").times(1));
            Response answer = client.get("/v1.0/sim/large?bytes=2000").send();

            assertWholeAnswer(answer, 2000);
        }
        assertWholeAnswer(client.get("/v1.0/sim/large?bytes=" + FIVE_MEGABYTES).send(), FIVE_MEGABYTES);
        assertWholeAnswer(
                client.get("/v1.0/sim/large?chunked=true&bytes=" + FIVE_MEGABYTES)
                        .send(),
                FIVE_MEGABYTES);
        gateway.control().plant(Fault.gzip().on("eu").times(1));
        assertWholeAnswer(client.get("/v1.0/sim/large?bytes=" + FIVE_MEGABYTES).send(), FIVE_MEGABYTES);
    }

    @ParameterizedTest
    @CsvSource({"2000, 100", "500000, 100000"})
    void point15_aTruncatedAnswerIsNeverShownAsWhole(int length, int sent) {
        for (Fault fault : List.of(Fault.truncated(sent), Fault.unfinishedChunks(sent))) {
            gateway.control().plant(fault.on("eu")); // for good, since a read is repeated
            Response answer = client.get("/v1.0/sim/large?bytes=" + length).send();
            gateway.control().clearFaults();

            boolean seenAsFailure = !answer.whole() || !answer.success();
            assertThat(seenAsFailure).as("%s of %d", fault.kind(), length).isTrue();
        }
    }

    @Test
    void point16_twoClientsOfOneTenantLiveSideBySide() {
        TuyaClient second = gateway.connected(ACME);

        Response refreshed = second.refreshed();
        List<Response> answers = Crowd.of(
                10, number -> (number % 2 == 0 ? client : second).get(ECHO).send());

        assertThat(refreshed.success()).isTrue();
        assertThat(second.token()).isNotEqualTo(client.token());
        assertThat(answers).allMatch(Response::success);
        assertThat(gateway.control().counters("eu").tokenCalls("refresh")).isZero();
    }

    @Test
    void point17_fiftyShortConnectionsAtOnceAreServed() {
        List<Response> answers = Crowd.of(50, number -> {
            Response last = client.get(ECHO).send();
            for (int i = 0; i < 4 && last.success(); i++) {
                last = client.get(ECHO).send();
            }
            return last;
        });

        assertThat(answers).hasSize(50).allMatch(Response::success);
    }

    @Test
    void point17_aKeptConnectionServesOneCallAfterTheOther() {
        try (Wire wire = new Wire(gateway.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get(ECHO).send(wire).success()).isTrue();
                assertThat(client.get(ECHO).sign("00").send(wire).code()).isEqualTo(1004);
            }
        }
    }

    @Test
    void point17_connectionsThatBreakOffAreNoTroubleForTheOthers() {
        gateway.control().plant(Fault.reset().on("us"));

        try (CapturedLog log = new CapturedLog()) {
            List<Response> answers = Crowd.of(20, number -> {
                Wire wire = new Wire(gateway.port());
                Response unused = client.get(ECHO).header("X-Tuya-Region", "us").send(wire);
                wire.send(client.get("/v1.0/sim/large?bytes=1000000").request().bytes())
                        .breakOff();
                return client.get(ECHO).send();
            });

            assertThat(answers).allMatch(Response::success);
            assertThat(log.troubles()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1106, permission deny",
        "1108, uri path invalid",
        "1109, 'param is illegal, please check it'",
        "2001, device is offline",
        "2007, your ip(192.0.2.1) cross-region access is not allowed",
        "2008, command or value not support",
        "2406, skill id invalid",
        "501, a code that nobody knows",
        "28841002, No permissions. Your subscription to cloud development plan has expired.",
        "28841105, No permissions. This project is not authorized to call this API"
    })
    void point18_codesOfTheCloudReachTheClientUnchanged(int code, String message) {
        gateway.control()
                .plant(Fault.refusal(code, message)
                        .on("eu")
                        .forCalls("POST", "/")
                        .times(1));

        Response answer = client.command(LAMP).send();

        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.error()).isEmpty();
        assertThat(gateway.control().commands(LAMP)).isEmpty();
    }

    @Test
    void point18_manyRefusalsForMissingRightsSayNothingAboutTheRegion() {
        for (int i = 0; i < 20; i++) {
            assertThat(client.get("/v1.0/devices/demo-us-lamp-1").send().code()).isEqualTo(1106);
        }

        assertThat(client.get("/v1.0/devices/" + LAMP).send().success()).isTrue();
    }

    private static void assertWholeAnswer(Response answer, int bytes) {
        assertThat(answer.whole()).isTrue();
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("content-encoding")).isEmpty();
        assertThat(answer.body()).hasSize(bytes);
        String pad = answer.result().getString("pad");
        assertThat(pad).matches("x+");
    }

    private static String bodyAtTheCloud(Response echo) {
        byte[] body = Base64.getDecoder().decode(echo.result().getString("body_base64"));
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The value of a header as the cloud received it, empty for none. */
    private static String headerAtTheCloud(Response echo, String name) {
        JsonObject result = echo.result();
        return result.getJsonArray("headers").stream()
                .map(JsonArray.class::cast)
                .filter(header -> header.getString(0).equalsIgnoreCase(name))
                .map(header -> header.getString(1))
                .findFirst()
                .orElse("");
    }
}
