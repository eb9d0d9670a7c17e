package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlServerTest {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
        client = fixture.client("eu").withProjectToken();
    }

    private static HttpResponse<String> call(String method, String path, String body) {
        URI uri = URI.create("http://127.0.0.1:" + fixture.cloud.controlPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject answer(String method, String path, String body) {
        HttpResponse<String> response = call(method, path, body);
        assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
        return (JsonObject) Json.decodeValue(Buffer.buffer(response.body()));
    }

    @Test
    void rootTellsWhereTheRegionsAre() {
        JsonObject urls = answer("GET", "/", "");

        assertThat(urls.fieldNames()).containsExactlyElementsOf(SimSettings.REGIONS);
        assertThat(urls.getString("eu")).isEqualTo("http://127.0.0.1:" + fixture.cloud.port("eu"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"fault\":\"status\"}|503",
                "{\"fault\":\"status\",\"code\":429,\"text\":\"{}\",\"headers\":{\"retry-after\":1}}|429",
                "{\"fault\":\"status\",\"region\":\"us\"}|200",
                "{\"fault\":\"status\",\"method\":\"POST\"}|200",
                "{\"fault\":\"status\",\"path-prefix\":\"/v2.0/\"}|200",
                "{\"fault\":\"latency\",\"delay-ms\":1}|200",
                "{\"fault\":\"expire-token\"}|200",
                "{\"fault\":\"refusal\"}|200",
                "{\"fault\":\"dribble\",\"bytes\":300,\"delay-ms\":1}|200",
                "{\"fault\":\"not-json\",\"after-execution\":true}|200"
            })
    void faultIsPlanted(String fault, int status) {
        int id = answer("PUT", "/faults", fault).getInteger("id");

        assertThat(client.send("GET", LAMP, "", Map.of()).statusCode()).isEqualTo(status);
        assertThat(new JsonArray(call("GET", "/faults", "").body())).hasSize(1);
        assertThat(answer("DELETE", "/faults/" + id, "").getBoolean("removed")).isTrue();
        assertThat(new JsonArray(call("GET", "/faults", "").body())).isEmpty();
    }

    @Test
    void allFaultsAreEndedAtOnce() {
        assertThat(answer("PUT", "/faults", "{\"fault\":\"status\"}").getInteger("id"))
                .isPositive();
        assertThat(answer("DELETE", "/faults", "")).isEmpty();

        assertThat(client.get(LAMP).getBoolean("success")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/faults|{}",
                "PUT|/faults|{\"fault\":\"explode\"}",
                "PUT|/faults|{\"fault\":\"hang\",\"tims\":1}",
                "PUT|/faults|{\"fault\":\"hang\",\"region\":\"mars\"}",
                "PUT|/faults|{\"fault\":\"hang\",\"times\":-1}",
                "PUT|/faults|{\"fault\":\"hang\",\"times\":\"two\"}",
                "PUT|/faults|{\"fault\":\"status\",\"code\":42}",
                "PUT|/faults|{\"fault\":\"dribble\",\"bytes\":0}",
                "PUT|/faults|{\"fault\":\"latency\",\"delay-ms\":0}",
                "PUT|/faults|not json",
                "DELETE|/faults/x|''",
                "GET|/commands|''",
                "POST|/clock|{\"region\":\"mars\",\"offset-ms\":1}",
                "POST|/projects|{\"access-id\":\"nobody\",\"region\":\"eu\",\"state\":\"suspended\"}",
                "POST|/projects|{\"access-id\":\"demo-project\",\"region\":\"eu\",\"state\":\"asleep\"}",
                "POST|/codes|{\"region\":\"eu\"}"
            })
    void mistakeIsExplained(String method, String path, String body) {
        HttpResponse<String> response = call(method, path, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("error")).isNotBlank();
    }

    @Test
    void countersTellWhatEachRegionSaw() {
        assertThat(client.get(LAMP).getBoolean("success")).isTrue();
        assertThat(client.as("").get(LAMP).getBoolean("success")).isFalse();
        assertThat(client.get("/v1.0/nothing/of/the/kind").getBoolean("success"))
                .isFalse();

        JsonObject seen = answer("GET", "/counters", "").getJsonObject("eu");

        assertThat(seen.getJsonObject("requests").getInteger("GET /v1.0/devices/{device_id}"))
                .isEqualTo(2);
        assertThat(seen.getJsonObject("requests").getInteger("unknown")).isEqualTo(1);
        assertThat(seen.getJsonObject("token-calls").getInteger("project")).isEqualTo(1);
        assertThat(seen.getJsonObject("refusals").getInteger("1002")).isEqualTo(1);
        assertThat(seen.getInteger("signature-refusals")).isZero();
        assertThat(seen.getInteger("in-flight-max")).isEqualTo(1);
    }

    @Test
    void commandsAreListedWithTheirBodies() {
        String body = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";
        assertThat(client.send("POST", LAMP + "/commands", body, Map.of()).statusCode())
                .isEqualTo(200);

        JsonArray commands = new JsonArray(
                call("GET", "/commands?device-id=demo-eu-lamp-1", "").body());

        assertThat(commands).hasSize(1);
        assertThat(commands.getJsonObject(0).getString("body")).isEqualTo(body);
        assertThat(commands.getJsonObject(0).getString("path")).isEqualTo(LAMP + "/commands");
    }

    @Test
    void tokensAreEndedWithOrWithoutTheirRefreshTokens() {
        assertThat(answer("POST", "/tokens/expire", "{\"region\":\"us\"}")).isEmpty();
        assertThat(client.get(LAMP).getBoolean("success")).isTrue();

        assertThat(answer("POST", "/tokens/expire", "{\"region\":\"eu\"}")).isEmpty();
        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1010);

        String refresh = fixture.client("eu")
                .get("/v1.0/token?grant_type=1")
                .getJsonObject("result")
                .getString("refresh_token");
        assertThat(answer("POST", "/tokens/expire", "{\"refresh-tokens\":true}"))
                .isEmpty();
        assertThat(client.get("/v1.0/token/" + refresh).getInteger("code")).isEqualTo(1010);
    }

    @Test
    void clockOfARegionIsMoved() {
        assertThat(answer("POST", "/clock", "{\"region\":\"eu\",\"offset-ms\":400000}"))
                .isEmpty();

        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1013);
        assertThat(fixture.client("us")
                        .withProjectToken()
                        .get("/v1.0/all-countries")
                        .getBoolean("success"))
                .isTrue();
    }

    @Test
    void projectLoginsAndCodesAreChanged() {
        assertThat(answer(
                        "POST",
                        "/projects",
                        "{\"access-id\":\"demo-project\",\"region\":\"eu\",\"state\":\"quota-used\"}"))
                .isEmpty();
        assertThat(answer("POST", "/logins", "{\"wrong-region\":\"followed\"}")).isEmpty();
        assertThat(answer("POST", "/codes", "{\"region\":\"eu\",\"code\":\"c\",\"uid\":\"eu1600000000002demo2\"}"))
                .isEmpty();

        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(28841004);
        assertThat(client.get("/v1.0/token?code=c&grant_type=2")
                        .getJsonObject("result")
                        .getString("uid"))
                .isEqualTo("eu1600000000002demo2");
    }

    @Test
    void resetBringsBackTheStart() {
        assertThat(client.put(LAMP, new JsonObject().put("name", "Other")).getBoolean("success"))
                .isTrue();
        assertThat(answer("PUT", "/faults", "{\"fault\":\"hang\"}").getInteger("id"))
                .isPositive();

        assertThat(answer("POST", "/reset", "")).isEmpty();

        assertThat(fixture.cloud.control().counters("eu").allRequests()).isZero();
        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1010);
        assertThat(client.withProjectToken().get(LAMP).getJsonObject("result").getString("name"))
                .isEqualTo("Living room lamp");
    }
}
