package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginEndpointsTest {
    private static final String APP_LOGIN = "/v1.0/iot-01/associated-users/actions/authorized-login";
    private static final String CUSTOM_LOGIN = "/v1.0/iot-03/users/login";
    private static final String MD5 = Digests.hex("MD5", DemoData.PASSWORD);
    private static final String SHA256 = Digests.hex("SHA-256", DemoData.PASSWORD);

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private final SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
    }

    private static JsonObject login(String username, Object countryCode) {
        return new JsonObject()
                .put("username", username)
                .put("password", MD5)
                .put("country_code", countryCode)
                .put("schema", "smartlife");
    }

    @ParameterizedTest
    @CsvSource({"49", "+49"})
    void appUserSignsInAndLearnsTheRegionsUrl(String countryCode) {
        JsonObject result = client.post(APP_LOGIN, login("demo-eu@example.com", countryCode))
                .getJsonObject("result");

        assertThat(result.getString("platform_url"))
                .isEqualTo(fixture.cloud.baseUrl("eu").toString());
        assertThat(result.getInteger("expire_time")).isEqualTo(7200);
        assertThat(result.getString("uid")).isEqualTo("eu1600000000001demo1");
        assertThat(result.getString("refresh_token")).isNotBlank();
    }

    @Test
    void countryCodeMayBeANumber() {
        assertThat(client.post(APP_LOGIN, login("demo-eu@example.com", 49)).getBoolean("success"))
                .isTrue();
    }

    @Test
    void loginMayBeSignedWithAToken() {
        JsonObject answer = client.withProjectToken().post(APP_LOGIN, login("demo-eu@example.com", "49"));

        assertThat(answer.getBoolean("success")).isTrue();
    }

    @Test
    void secondLoginEndsTheFirst() {
        JsonObject first =
                client.post(APP_LOGIN, login("demo-eu@example.com", "49")).getJsonObject("result");
        JsonObject second =
                client.post(APP_LOGIN, login("demo-eu@example.com", "49")).getJsonObject("result");

        JsonObject refused = client.as(first.getString("access_token")).get("/v1.0/devices/demo-eu-lamp-1");
        JsonObject served = client.as(second.getString("access_token")).get("/v1.0/devices/demo-eu-lamp-1");

        assertThat(refused.getInteger("code")).isEqualTo(1010);
        assertThat(served.getBoolean("success")).isTrue();
        assertThat(client.get("/v1.0/token/" + first.getString("refresh_token")).getInteger("code"))
                .isEqualTo(1010);
    }

    @Test
    void loginAfterARefreshEndsTheRefreshedPair() {
        JsonObject first =
                client.post(APP_LOGIN, login("demo-eu@example.com", "49")).getJsonObject("result");
        JsonObject refreshed =
                client.get("/v1.0/token/" + first.getString("refresh_token")).getJsonObject("result");
        assertThat(client.post(APP_LOGIN, login("demo-eu@example.com", "49")).getBoolean("success"))
                .isTrue();

        JsonObject answer = client.as(refreshed.getString("access_token")).get("/v1.0/devices/demo-eu-lamp-1");

        assertThat(answer.getInteger("code")).isEqualTo(1010);
    }

    @Test
    void userSeesOwnThingsOnly() {
        String token = client.post(APP_LOGIN, login("demo-eu@example.com", "49"))
                .getJsonObject("result")
                .getString("access_token");
        SigningClient user = client.as(token);

        assertThat(user.get("/v1.0/devices/demo-eu-lamp-1").getBoolean("success"))
                .isTrue();
        assertThat(user.get("/v1.0/devices/demo-eu-lamp-2").getInteger("code")).isEqualTo(1106);
        assertThat(user.get("/v1.0/users/eu1600000000001demo1/devices").getJsonArray("result"))
                .hasSize(4);
        assertThat(user.get("/v1.0/users/eu1600000000002demo2/devices").getInteger("code"))
                .isEqualTo(1106);
        assertThat(user.get("/v1.0/users/eu1600000000002demo2/homes").getInteger("code"))
                .isEqualTo(1106);
        assertThat(user.get("/v1.0/homes/3000002/devices").getInteger("code")).isEqualTo(1106);
    }

    @ParameterizedTest
    @CsvSource({
        "demo-us@example.com, 1, 2403",
        "demo-us@example.com, 49, 2401",
        "nobody@example.com, 49, 2401",
        "demo-eu@example.com, de, 2402",
        "demo-eu@example.com, '', 1100",
        "'', 49, 1100"
    })
    void loginAtTheWrongRegionIsRefused(String username, String countryCode, int code) {
        assertThat(client.post(APP_LOGIN, login(username, countryCode)).getInteger("code"))
                .isEqualTo(code);
    }

    @Test
    void secondCentreOfAContinentTakesItsCountries() {
        JsonObject answer = fixture.client("eu-west").post(APP_LOGIN, login("demo-eu-west@example.com", "44"));
        JsonObject stranger = fixture.client("us-east").post(APP_LOGIN, login("demo-us@example.com", "1"));

        assertThat(answer.getBoolean("success")).isTrue();
        assertThat(stranger.getInteger("code")).isEqualTo(2401);
    }

    @Test
    void wrongPasswordAndUnknownAppAreRefused() {
        JsonObject wrong = login("demo-eu@example.com", "49").put("password", Digests.hex("MD5", "wrong"));
        JsonObject unknown = login("demo-eu@example.com", "49").put("schema", "otherApp");

        assertThat(client.post(APP_LOGIN, wrong).getInteger("code")).isEqualTo(2401);
        assertThat(client.post(APP_LOGIN, unknown).getInteger("code")).isEqualTo(2017);
    }

    @Test
    void unlinkedLoginIsRefused() {
        fixture.cloud.control().wrongRegionLogin(WrongRegionLogin.UNLINKED);

        assertThat(client.post(APP_LOGIN, login("demo-us@example.com", "1")).getInteger("code"))
                .isEqualTo(2406);
    }

    @Test
    void followedLoginNamesTheRightRegionAndWorksThereOnly() {
        fixture.cloud.control().wrongRegionLogin(WrongRegionLogin.FOLLOWED);

        JsonObject result =
                client.post(APP_LOGIN, login("demo-us@example.com", "1")).getJsonObject("result");

        assertThat(result.getString("platform_url"))
                .isEqualTo(fixture.cloud.baseUrl("us").toString());
        String token = result.getString("access_token");
        assertThat(fixture.client("us")
                        .as(token)
                        .get("/v1.0/devices/demo-us-lamp-1")
                        .getBoolean("success"))
                .isTrue();
        assertThat(client.as(token).get("/v1.0/devices/demo-eu-lamp-1").getInteger("code"))
                .isEqualTo(1010);
    }

    @Test
    void customLoginAndItsRefreshSayExpire() {
        JsonObject body =
                new JsonObject().put("username", "demo-eu@example.com").put("password", SHA256);

        JsonObject first = client.post(CUSTOM_LOGIN, body).getJsonObject("result");
        JsonObject second = client.post(
                        "/v1.0/iot-03/users/token/" + first.getString("refresh_token"), new JsonObject())
                .getJsonObject("result");

        assertThat(first.getInteger("expire")).isEqualTo(7200);
        assertThat(first.containsKey("expire_time")).isFalse();
        assertThat(second.getInteger("expire")).isEqualTo(7200);
        assertThat(client.as(first.getString("access_token"))
                        .get("/v1.0/iot-03/devices/demo-eu-lamp-1")
                        .getInteger("code"))
                .isEqualTo(1010);
        assertThat(client.as(second.getString("access_token"))
                        .get("/v1.0/iot-03/devices/demo-eu-lamp-1")
                        .getBoolean("success"))
                .isTrue();
    }

    @Test
    void customLoginOfAStrangerOrWithAnotherDigestIsRefused() {
        JsonObject stranger =
                new JsonObject().put("username", "demo-us@example.com").put("password", SHA256);
        JsonObject digest =
                new JsonObject().put("username", "demo-eu@example.com").put("password", MD5);

        assertThat(client.post(CUSTOM_LOGIN, stranger).getInteger("code")).isEqualTo(2006);
        assertThat(client.post(CUSTOM_LOGIN, digest).getInteger("code")).isEqualTo(2401);
    }
}
