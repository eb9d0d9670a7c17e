package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmissionTest {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
        client = fixture.client("eu").withProjectToken();
    }

    @Test
    void signedCallIsAnsweredInTheEnvelope() {
        JsonObject answer = client.get(DEVICE);

        assertThat(answer.fieldNames()).containsExactlyInAnyOrder("result", "success", "t", "tid");
        assertThat(answer.getBoolean("success")).isTrue();
        assertThat(answer.getLong("t")).isEqualTo(fixture.clock.millis());
        assertThat(answer.getString("tid")).hasSize(32);
    }

    @Test
    void refusalIsAnsweredInTheEnvelope() {
        JsonObject answer = client.as("").get(DEVICE);

        assertThat(answer.fieldNames()).containsExactlyInAnyOrder("code", "msg", "success", "t", "tid");
        assertThat(answer.getInteger("code")).isEqualTo(1002);
        assertThat(answer.getBoolean("success")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, '', 1105",
        "t, '', 1105",
        "sign_method, '', 1105",
        "sign_method, MD5, 1004",
        "sign, '', 1004",
        "sign, 00, 1004",
        "client_id, nobody, 1005",
        "t, 1588925778000, 1013",
        "t, 1588925778, 1013",
        "t, 15889257780ab, 1013",
        "nonce, another, 1004",
        "access_token, another, 1004"
    })
    void changedHeaderIsRefused(String name, String value, int code) {
        JsonObject answer = SigningClient.json(client.send("GET", DEVICE, "", Map.of(name, value)));

        assertThat(answer.getInteger("code")).isEqualTo(code);
    }

    @Test
    void lowerCaseSignatureIsRefused() {
        Map<String, String> headers = new HashMap<>(client.signed("GET", DEVICE, ""));
        headers.computeIfPresent("sign", (name, sign) -> sign.toLowerCase(Locale.ROOT));

        JsonObject answer = SigningClient.json(client.send("GET", DEVICE, "", headers));

        assertThat(answer.getInteger("code")).isEqualTo(1004);
    }

    @Test
    void bodyOfAGetIsPartOfTheSignature() {
        JsonObject signed = SigningClient.json(client.send("GET", DEVICE, "{}", Map.of()));
        JsonObject unsigned = SigningClient.json(client.send("GET", DEVICE, "{}", client.signed("GET", DEVICE, "")));

        assertThat(signed.getBoolean("success")).isTrue();
        assertThat(unsigned.getInteger("code")).isEqualTo(1004);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void timeOutsideFiveMinutesIsRefused(long seconds) {
        fixture.cloud.control().clockOffset("eu", Duration.ofSeconds(seconds));

        assertThat(client.get(DEVICE).getInteger("code")).isEqualTo(1013);
        assertThat(client.get(DEVICE).getLong("t")).isEqualTo(fixture.clock.millis() + seconds * 1000);
    }

    @Test
    void timeWithinFiveMinutesIsTaken() {
        fixture.cloud.control().clockOffset("eu", Duration.ofSeconds(299));

        assertThat(client.get(DEVICE).getBoolean("success")).isTrue();
    }

    @Test
    void unknownTokenIsRefusedWithTheTextThatClientsLookFor() {
        JsonObject answer = client.as("0123456789abcdef0123456789abcdef").get(DEVICE);

        assertThat(answer.getInteger("code")).isEqualTo(1010);
        assertThat(answer.getString("msg")).isEqualTo("token invalid");
    }

    @Test
    void tokenOfAnotherRegionOrProjectIsRefused() {
        JsonObject elsewhere = fixture.client("us").as(client.token()).get(DEVICE);
        JsonObject other = fixture.client("eu", "demo-trial", "trial-secret-0123456789abcdefghi")
                .as(client.token())
                .get(DEVICE);

        assertThat(elsewhere.getInteger("code")).isEqualTo(1010);
        assertThat(other.getInteger("code")).isEqualTo(1010);
    }

    @Test
    void unknownPathAndMethodAreRefusedAfterSignatureAndToken() {
        assertThat(client.get("/v1.0/nothing").getInteger("code")).isEqualTo(1108);
        assertThat(client.put(DEVICE + "/commands", new JsonObject()).getInteger("code"))
                .isEqualTo(1108);
        assertThat(client.as("").get("/v1.0/nothing").getInteger("code")).isEqualTo(1002);
        assertThat(client.get("/").getInteger("code")).isEqualTo(1108);
    }

    @ParameterizedTest
    @CsvSource({"application/x-www-form-urlencoded, 1006", "text/plain, 1006", "application/json;charset=UTF-8, 0"})
    void bodyThatIsNotJsonIsRefused(String type, int code) {
        String body = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";

        JsonObject answer =
                SigningClient.json(client.send("POST", DEVICE + "/commands", body, Map.of("Content-Type", type)));

        assertThat(answer.getInteger("code", 0)).isEqualTo(code);
    }

    @Test
    void legacySignatureIsTakenFromOldProjectsOnly() {
        SigningClient old = fixture.client("eu", "demo-legacy", "legacy-secret-0123456789abcdefgh")
                .withProjectToken();

        JsonObject fromOld = SigningClient.json(old.send("GET", DEVICE, "", Map.of("sign", old.legacySign())));
        JsonObject fromNew = SigningClient.json(client.send("GET", DEVICE, "", Map.of("sign", client.legacySign())));

        assertThat(fromOld.getBoolean("success")).isTrue();
        assertThat(fromNew.getInteger("code")).isEqualTo(1004);
    }

    @ParameterizedTest
    @CsvSource({
        "us, 28841107, true",
        "in, 28841002, true",
        "sg, 28841101, true",
        "cn, 2007, false",
        "us-east, 1005, false"
    })
    void projectInTroubleGetsTokensWhereTheCloudStillIssuesThem(String region, int code, boolean issued) {
        SigningClient trial = fixture.client(region, "demo-trial", "trial-secret-0123456789abcdefghi");

        JsonObject token = trial.get("/v1.0/token?grant_type=1");

        assertThat(token.getBoolean("success")).isEqualTo(issued);
        JsonObject refusal = issued ? trial.withProjectToken().get("/v1.0/devices/x") : token;
        assertThat(refusal.getInteger("code")).isEqualTo(code);
    }

    @Test
    void stateOfAProjectMayChange() {
        fixture.cloud.control().projectState("demo-project", "eu", ProjectState.CROSS_REGION);

        JsonObject refused = client.get(DEVICE);

        assertThat(refused.getInteger("code")).isEqualTo(2007);
        assertThat(refused.getString("msg")).isEqualTo("your ip(127.0.0.1) cross-region access is not allowed");
        fixture.cloud.control().projectState("demo-project", "eu", ProjectState.ACTIVE);
        assertThat(client.get(DEVICE).getBoolean("success")).isTrue();
    }
}
