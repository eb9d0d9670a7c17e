package io.tuyere;

import static io.tuyere.support.TestTenants.ACME;
import static io.tuyere.support.TestTenants.EUROPE;
import static io.tuyere.support.TestTenants.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.WrongRegionLogin;
import io.tuyere.support.Crowd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who sign in through the gateway, and their tokens on both sides of it. */
class SessionsIT {
    private static final String ECHO = "/v1.0/sim/echo";
    private static final String USER = "demo-eu@example.com";
    private static final String UID = "eu1600000000001demo1";

    @AutoClose
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    private final TuyaClient client = gateway.client(TestTenants.sdk(ACME));

    static List<Named<Function<TuyaClient, Response>>> signIns() {
        return List.of(
                Named.of("app login", client -> client.appLogin(USER, "49")),
                Named.of("login to a custom project", client -> client.projectLogin(USER)),
                Named.of("OAuth code", client -> client.codeLogin("demo-code-eu")));
    }

    @ParameterizedTest
    @MethodSource("signIns")
    void everySignInMakesASessionThatItsTokenSpeaksFor(Function<TuyaClient, Response> signIn) {
        Response login = signIn.apply(client);
        Response echo = client.get(ECHO).send();

        assertThat(login.result().getString("uid")).isEqualTo(UID);
        assertThat(login.result().getInteger("expire_time")).isEqualTo(7200);
        assertThat(echo.result().getString("uid")).isEqualTo(UID);
        assertThat(echo.route()).isEqualTo("session");
    }

    @ParameterizedTest
    @MethodSource("signIns")
    void theUsersTokenIsRenewedOnceForEverybodyWhenTheCloudEndsIt(Function<TuyaClient, Response> signIn) {
        assertThat(signIn.apply(client).success()).isTrue();
        gateway.control().expireTokens("eu");

        List<Response> answers =
                Crowd.of(30, number -> client.command("demo-eu-lamp-1").send());

        assertThat(answers).allMatch(Response::success);
        assertThat(gateway.control().commands("demo-eu-lamp-1"))
                .hasSize(30)
                .allMatch(command -> command.uid().equals(UID));
        assertThat(refreshes()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("signIns")
    void aDeadRefreshTokenEndsTheSessionAndASignInBeginsAnother(Function<TuyaClient, Response> signIn) {
        assertThat(signIn.apply(client).success()).isTrue();
        gateway.control().revokeTokens("eu");

        Response call = client.get(ECHO).send();
        Response refresh = client.get("/v1.0/token/" + client.refreshToken())
                .withoutToken()
                .send();
        gateway.control().addCode("eu", "demo-code-eu", UID);
        Response again = signIn.apply(client);

        assertThat(call.code()).isEqualTo(1010);
        assertThat(call.message()).contains("token invalid");
        assertThat(refresh.code()).isEqualTo(1010);
        assertThat(again.success()).isTrue();
        assertThat(client.get(ECHO).send().result().getString("uid")).isEqualTo(UID);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1.0/token/, ''",
        "GET, /v1.0/token/, /",
        "POST, /v1.0/iot-03/users/token/, ''",
        "POST, /v1.0/iot-03/users/token/, /",
    })
    void bothRefreshEndpointsGiveAnotherPairForTheSameUser(String method, String path, String end) {
        String first = client.appLogin(USER, "49").result().getString("access_token");

        Response refreshed = client.kept(client.call(method, path + client.refreshToken() + end)
                .withoutToken()
                .send());
        Response echo = client.get(ECHO).send();

        assertThat(refreshed.result().getString("uid")).isEqualTo(UID);
        assertThat(refreshed.result().getInteger("expire_time")).isEqualTo(7200);
        assertThat(client.token()).isNotEqualTo(first);
        assertThat(echo.result().getString("uid")).isEqualTo(UID);
        assertThat(refreshes()).isZero();
    }

    @Test
    void aRefreshThatStillSendsAndSignsTheOldTokenIsTaken() {
        assertThat(client.appLogin(USER, "49").success()).isTrue();
        String path = "/v1.0/token/" + client.refreshToken();

        Response sent = client.get(path).token(client.token(), "").send();
        Response signed = client.get(path).send();

        assertThat(sent.success()).isTrue();
        assertThat(signed.success()).isTrue();
    }

    @Test
    void usersOfSeveralRegionsSpeakForThemselvesSideBySide() {
        TuyaClient american = gateway.client(TestTenants.sdk(ACME));
        TuyaClient project = gateway.connected(ACME);
        assertThat(client.appLogin(USER, "49").region()).isEqualTo("eu");
        assertThat(american.appLogin("demo-us@example.com", "1").region()).isEqualTo("us");

        Response ofEuropean = client.get(ECHO).send();
        Response ofAmerican = american.get(ECHO).send();
        Response ofProject = project.get(ECHO).send();

        assertThat(ofEuropean.result().getString("uid")).isEqualTo(UID);
        assertThat(ofAmerican.result().getString("uid")).startsWith("az");
        assertThat(ofAmerican.region()).isEqualTo("us");
        assertThat(ofProject.result().getString("uid")).startsWith("bay");
    }

    @Test
    void twoLoginsOfOneUserShareTheNewestTokenOfTheCloud() {
        TuyaClient second = gateway.client(TestTenants.sdk(ACME));
        assertThat(client.appLogin(USER, "49").success()).isTrue();
        assertThat(second.appLogin(USER, "49").success()).isTrue();

        Response ofFirst = client.get(ECHO).send();
        Response ofSecond = second.get(ECHO).send();

        assertThat(ofFirst.success()).isTrue();
        assertThat(ofSecond.success()).isTrue();
        assertThat(gateway.control().counters("eu").refusals(1010)).isZero();
    }

    @Test
    void onTheApiKeyFaceTheTokenInAHeaderChoosesTheSession() {
        assertThat(client.appLogin(USER, "49").success()).isTrue();

        Response ofUser = gateway.keyed(ACME, "GET", ECHO)
                .header("access_token", client.token())
                .send();
        Response ofProject = gateway.keyed(ACME, "GET", ECHO).send();
        Response stale =
                gateway.keyed(ACME, "GET", ECHO).header("access_token", "stale").send();

        assertThat(ofUser.result().getString("uid")).isEqualTo(UID);
        assertThat(ofProject.result().getString("uid")).startsWith("bay");
        assertThat(stale.status()).isEqualTo(401);
        assertThat(stale.error()).isEqualTo("token-invalid");
    }

    @Test
    void tokensOfOneTenantAreRefusedToAnother() {
        TuyaClient other = gateway.client(TestTenants.sdk(OTHER));
        assertThat(client.appLogin(USER, "49").success()).isTrue();
        String ofProject = gateway.connected(ACME).token();

        Response signed = other.get(ECHO).token(client.token(), client.token()).send();
        Response keyed = gateway.keyed(OTHER, "GET", ECHO)
                .header("access_token", client.token())
                .send();
        Response refresh =
                other.get("/v1.0/token/" + client.refreshToken()).withoutToken().send();
        Response project = other.get(ECHO).token(ofProject, ofProject).send();

        assertThat(List.of(signed, keyed, refresh, project))
                .allMatch(answer -> answer.error().equals("token-invalid"));
        assertThat(gateway.control().counters("us").allRequests()).isZero();
    }

    @Test
    void aUserWhoseHomeIsNotEnabledIsToldWhichItIs() {
        gateway.control().wrongRegionLogin(WrongRegionLogin.FOLLOWED);
        TuyaClient european = gateway.client(TestTenants.sdk(EUROPE));

        Response login = european.call("POST", "/v1.0/iot-01/associated-users/actions/authorized-login")
                .withoutToken()
                .header("X-Tuya-Region", "eu")
                .json(TuyaClient.appUser("demo-us@example.com", "1"))
                .send();

        assertThat(login.error()).isEqualTo("region-not-enabled");
        assertThat(login.message()).contains("region us", "enabled: eu");
        assertClean(login);
    }

    @Test
    void aSignInAnswerWithoutATokenIsAFailure() {
        List<String> useless = List.of(
                "{\"success\":true}",
                "{\"success\":true,\"result\":[]}",
                "{\"success\":true,\"result\":{\"access_token\":\"a\",\"expire_time\":7200}}",
                "{\"success\":true,\"result\":{\"pad\":\"" + "x".repeat(40_000) + "\"}}");

        for (String json : useless) {
            gateway.control().plant(Fault.status(200, json).on("eu").times(1));
            Response login = client.appLogin(USER, "49");

            assertThat(login.status()).isEqualTo(200);
            assertThat(login.error()).isEqualTo("upstream-broken");
        }
    }

    @Test
    void aRefusedSignInReachesTheClientUnchanged() {
        Response login = client.appLogin("nobody@example.com", "49");
        Response code = client.codeLogin("spent");

        assertThat(login.code()).isEqualTo(2401);
        assertThat(code.code()).isEqualTo(1107);
        assertThat(login.error()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("signIns")
    void tokensAndSecretsOfTheCloudReachNobody(Function<TuyaClient, Response> signIn) {
        String device = "/v1.0/devices/demo-eu-lamp-1";
        TuyaClient project = gateway.client(TestTenants.sdk(ACME));
        assertClean(project.kept(
                project.get("/v1.0/token?grant_type=1").withoutToken().send()));
        assertClean(project.get(device).send());

        assertClean(signIn.apply(client));
        assertClean(client.get(device).send());
        gateway.control().expireTokens("eu");
        assertClean(client.get(device).send());
        assertClean(client.refreshed());
        assertClean(project.get(device).send());
        gateway.control().plant(Fault.reset().on("eu").times(1));
        assertClean(project.get(device).send());
        assertClean(gateway.management("/metrics"));

        assertThat(gateway.control().tokens("eu")).hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/token?grant_type=1",
                "/v1.0/token/?grant_type=1",
                "/v1.0/%74oken?grant_type=1",
                "/v1.0/%74%6f%6B%65n/?grant_type=1",
                "/v1.0//token?grant_type=1",
                "//v1.0/token?grant_type=1",
                "/v1.0/./token?grant_type=1",
                "/v1.0/x/../token?grant_type=1",
                "/v1.0/%2e%2e/v1.0/token?grant_type=1",
                "/v1.0%2Ftoken?grant_type=1",
                "/v1.0\\token?grant_type=1",
                "/v1.0/token;x=1?grant_type=1",
                "/v1.0;x=1/token?grant_type=1",
                "/V1.0/token?grant_type=1",
                "/v2.0/token?grant_type=1",
                "/@eu/v1.0/token?grant_type=1",
                "/v1.0/token?grant%5Ftype=1",
                "/v1.0/token?grant_type=%31",
                "/v1.0/token?x=1&grant_type=1&grant_type=2",
                "/v1.0/token?grant_type=1#x",
                "/v1.0/token%00?grant_type=1"
            })
    void noSpellingOfATokenCallReachesTheCloud(String target) {
        Response keyed = gateway.keyed(ACME, "GET", target).send();
        Response signed = client.get(target).withoutToken().send();

        assertThat(gateway.control().counters("eu").allRequests()).isZero();
        assertClean(keyed);
        assertClean(signed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.0/iot-01/associated-users/actions/authorized-login/",
                "/v1.0/iot-01/associated-users/actions/authorized%2Dlogin",
                "/V1.0/iot-01/associated-users/actions/authorized-login"
            })
    void noSpellingOfALoginShowsTheCloudsTokens(String path) {
        Response login = gateway.keyed(ACME, "POST", path)
                .json(TuyaClient.appUser(USER, "49"))
                .send();

        assertClean(login);
    }

    private long refreshes() {
        var counters = gateway.control().counters("eu");
        return counters.tokenCalls("refresh") + counters.tokenCalls("user-refresh");
    }

    /** Nothing of the cloud's, as it is at this moment, is in the answer. */
    private void assertClean(Response answer) {
        String seen = answer.headers() + answer.text();
        for (String region : SimSettings.REGIONS) {
            gateway.control().tokens(region).forEach(token -> assertThat(seen).doesNotContain(token));
        }
        assertThat(seen).doesNotContain(TestTenants.PROJECT.accessSecret(), TestTenants.secret(TestTenants.sdk(ACME)));
    }
}
