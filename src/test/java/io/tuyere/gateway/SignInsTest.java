package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.RegionTable;
import io.tuyere.core.ResourceId;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.MemoryTokenStore;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken.Login;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets of the cloud's answers to a sign-in; the ways there and back have journeys of their own. */
class SignInsTest {
    private static final long NOW = 1_700_000_000_000L;

    private final GatewayTokens gatewayTokens =
            new GatewayTokens(List.of(Secret.of("0123456789abcdef0123456789abcdef")), () -> NOW);
    private final MemoryTokenStore store = new MemoryTokenStore();
    private final LearnedRegions learned = new LearnedRegions();
    private final SignIns signIns = new SignIns(
            gatewayTokens, new Tokens(store, () -> NOW), learned, () -> URI.create("http://gateway"), () -> NOW);
    private final Tenant acme = Given.acme();

    @Test
    void userGetsTokensOfTheGatewayAndTheCloudsStayHere() {
        Reply reply = signedIn(
                        "\"access_token\":\"cloud-a\",\"refresh_token\":\"cloud-r\",\"expire_time\":60,\"uid\":\"u1\","
                                + "\"platform_url\":\"https://openapi.tuyaus.com\"")
                .result();
        JsonObject result = new JsonObject(reply.head()).getJsonObject("result");

        assertThat(reply.head().toString()).doesNotContain("cloud-");
        assertThat(result.getString("platform_url")).isEqualTo("http://gateway");
        assertThat(result.getLong("expire_time")).isEqualTo(7_200);
        assertThat(gatewayTokens.read(result.getString("access_token")).flatMap(GatewayToken::user))
                .contains(new TokenKey.OfUser("acme", "us", "u1"));
        assertThat(store.load(new TokenKey.OfUser("acme", "us", "u1"))
                        .result()
                        .access()
                        .reveal())
                .isEqualTo("cloud-a");
        assertThat(learned.find("acme", new ResourceId(ResourceId.Kind.USER, "u1")))
                .contains("us");
    }

    /** Once a platform_url that is null was answered as a bug. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",\"platform_url\":null", ",\"platform_url\":\"\"", ",\"platform_url\":\"no url\""})
    void userWithoutAPlatformLivesWhereTheCallWent(String platform) {
        Future<Reply> reply =
                signedIn("\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":60,\"uid\":\"u1\"" + platform);

        assertThat(reply.succeeded()).isTrue();
        assertThat(store.load(new TokenKey.OfUser("acme", "eu", "u1")).result()).isNotNull();
    }

    /** Once a user whose id is not of the usual letters could not sign in. */
    @Test
    void userWhoseRegionCannotBeLearnedSignsInAllTheSame() {
        Future<Reply> reply = signedIn(
                "\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":60,\"uid\":\"name@example.org\"");

        assertThat(reply.succeeded()).isTrue();
        assertThat(learned.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "256"})
    void userWhomNoTokenCanNameLeavesNoSession(int length) {
        String uid = "u".repeat(length);

        Future<Reply> reply =
                signedIn("\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":60,\"uid\":\"" + uid + "\"");

        assertThat(((FailureException) reply.cause()).failure()).isInstanceOf(Failure.UpstreamBroken.class);
        assertThat(store.load(new TokenKey.OfUser("acme", "eu", uid)).result()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"access_token\":null,\"refresh_token\":\"r\",\"expire_time\":60,\"uid\":\"u\"",
                "\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":\"60\",\"uid\":\"u\"",
                "\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":60,\"uid\":null",
            })
    void answerThatMakesNoSessionIsBroken(String result) {
        assertThat(((FailureException) signedIn(result).cause()).failure()).isInstanceOf(Failure.UpstreamBroken.class);
    }

    private Future<Reply> signedIn(String result) {
        Exchange exchange = Given.post("/v1.0/iot-03/users/login", "{}");
        exchange.identified(new Client(acme, Given.SDK));
        exchange.routed(new Route(
                RegionTable.builtIn().find("eu").orElseThrow(),
                new Project("project-eu", Secret.of("project-secret")),
                "default",
                false));
        JsonObject envelope = new JsonObject("{\"success\":true,\"t\":1,\"result\":{" + result + "}}");
        return signIns.signedIn(
                exchange, Given.directory(acme), Login.PROJECT_USER, Reply.json(200, envelope.toBuffer()));
    }
}
