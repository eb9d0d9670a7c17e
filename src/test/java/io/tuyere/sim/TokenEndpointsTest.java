package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenEndpointsTest {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    private static final String PROJECT_TOKEN = "/v1.0/token?grant_type=1";

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private final SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
    }

    private JsonObject projectToken() {
        return client.get(PROJECT_TOKEN).getJsonObject("result");
    }

    private boolean works(JsonObject token) {
        return client.as(token.getString("access_token")).get(DEVICE).getBoolean("success");
    }

    @Test
    void askingAgainGivesTheSameTokenWithItsRemainingLife() {
        JsonObject first = projectToken();
        fixture.clock.advance(Duration.ofSeconds(1000));

        JsonObject second = projectToken();

        assertThat(first.getInteger("expire_time")).isEqualTo(7200);
        assertThat(second.getInteger("expire_time")).isEqualTo(6200);
        assertThat(second.copy().put("expire_time", 7200)).isEqualTo(first);
        assertThat(first.getString("uid")).startsWith("bay");
    }

    @Test
    void nearItsEndANewTokenIsGivenAndTheOldLivesOut() {
        JsonObject first = projectToken();
        fixture.clock.advance(Duration.ofSeconds(7150));

        JsonObject second = projectToken();

        assertThat(second.getString("access_token")).isNotEqualTo(first.getString("access_token"));
        assertThat(works(first)).isTrue();
        assertThat(works(second)).isTrue();
        fixture.clock.advance(Duration.ofSeconds(50));
        assertThat(works(first)).isFalse();
        assertThat(works(second)).isTrue();
    }

    @Test
    void refreshEndsTheOldPair() {
        JsonObject first = projectToken();
        String refresh = "/v1.0/token/" + first.getString("refresh_token");

        JsonObject second = client.get(refresh).getJsonObject("result");

        assertThat(works(second)).isTrue();
        assertThat(works(first)).isFalse();
        assertThat(client.get(refresh).getInteger("code")).isEqualTo(1010);
        assertThat(projectToken().getString("access_token")).isEqualTo(second.getString("access_token"));
    }

    @Test
    void refreshTokenOutlivesTheAccessToken() {
        JsonObject first = projectToken();
        fixture.cloud.control().expireTokens("eu");

        JsonObject second = client.get("/v1.0/token/" + first.getString("refresh_token"));

        assertThat(works(first)).isFalse();
        assertThat(second.getBoolean("success")).isTrue();
    }

    @Test
    void revocationEndsBothTokensAndANewPairIsGiven() {
        JsonObject first = projectToken();
        fixture.cloud.control().revokeTokens("eu");

        JsonObject refresh = client.get("/v1.0/token/" + first.getString("refresh_token"));

        assertThat(works(first)).isFalse();
        assertThat(refresh.getInteger("code")).isEqualTo(1010);
        assertThat(works(projectToken())).isTrue();
    }

    @Test
    void expiredTokenIsReplacedOnTheNextAsking() {
        JsonObject first = projectToken();
        fixture.cloud.control().expireTokens("eu");

        JsonObject second = projectToken();

        assertThat(works(first)).isFalse();
        assertThat(second.getInteger("expire_time")).isEqualTo(7200);
        assertThat(works(second)).isTrue();
    }

    @Test
    void tokenCallIsSignedWithoutTheTokenThatItShows() {
        JsonObject answer = client.as("some-token").get(PROJECT_TOKEN);
        JsonObject slash = SigningClient.json(client.send("GET", "/v1.0/token/?grant_type=1", "", Map.of()));

        assertThat(answer.getBoolean("success")).isTrue();
        assertThat(slash.getJsonObject("result")).isEqualTo(answer.getJsonObject("result"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/token, 1100",
        "/v1.0/token?grant_type=, 1100",
        "/v1.0/token?grant_type=7, 1003",
        "/v1.0/token?grant_type=2, 1100",
        "/v1.0/token?code=wrong&grant_type=2, 1107",
        "/v1.0/token/unknown, 1010"
    })
    void badGrantIsRefused(String target, int code) {
        assertThat(client.get(target).getInteger("code")).isEqualTo(code);
    }

    @Test
    void codeIsGoodForOneExchange() {
        String exchange = "/v1.0/token?code=demo-code-eu&grant_type=2";

        JsonObject first = client.get(exchange);

        assertThat(first.getJsonObject("result").getString("uid")).startsWith("eu");
        assertThat(works(first.getJsonObject("result"))).isTrue();
        assertThat(client.get(exchange).getInteger("code")).isEqualTo(1107);
    }

    @Test
    void codeIsGoodInItsRegionOnly() {
        assertThat(client.get("/v1.0/token?code=demo-code-us&grant_type=2").getInteger("code"))
                .isEqualTo(1107);
    }

    @Test
    void moreCodesMayBeGiven() {
        fixture.cloud.control().addCode("eu", "another", "eu1600000000001demo1");

        assertThat(client.get("/v1.0/token?code=another&grant_type=2").getBoolean("success"))
                .isTrue();
    }

    @Test
    void tokenCallsAreCountedByGrant() {
        JsonObject token = projectToken();
        assertThat(client.get("/v1.0/token/" + token.getString("refresh_token")).getBoolean("success"))
                .isTrue();
        assertThat(client.get("/v1.0/token?code=demo-code-eu&grant_type=2").getBoolean("success"))
                .isTrue();

        CounterSnapshot seen = fixture.cloud.control().counters("eu");

        assertThat(seen.tokenCalls())
                .containsExactlyInAnyOrderEntriesOf(Map.of("project", 1L, "refresh", 1L, "code", 1L));
        assertThat(fixture.cloud.control().counters("us").tokenCalls()).isEmpty();
    }
}
