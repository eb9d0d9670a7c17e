package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Tenant;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.TestIssuer;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {
    private static final TestIssuer.IssuerKey LOGIN = new TestIssuer.IssuerKey("k1", "ES256");
    private static final long NOW = 1_800_000_000_000L;
    private final Directory directory = Given.directory(Given.acme());

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    private final Identifier identifier = new Identifier(Given.jwtClients(vertx, NOW));

    @Test
    void signedClientIsKnownByItsAccessId() {
        Exchange exchange = Given.get("/v1.0/devices/d1", "client_id", "acme-sdk", "sign", "S");

        assertThat(exchange.face()).isEqualTo(Face.SIGNED);
        assertThat(identifier.identify(exchange, directory).result().credential())
                .isEqualTo(Given.SDK);
    }

    @ParameterizedTest
    @CsvSource({"X-API-Key, key", "x-api-key, key", "Authorization, Bearer key", "Authorization, bearer  key"})
    void plainClientIsKnownByItsKey(String header, String value) {
        Exchange exchange = Given.get("/v1.0/devices/d1", header, value);

        assertThat(exchange.face()).isEqualTo(Face.API_KEY);
        assertThat(identifier.identify(exchange, directory).result().credential())
                .isEqualTo(Given.KEY);
    }

    @Test
    void unknownAccessIdIsQuotedForItsOwnerButNotAsItIs() {
        String strange = "a\tb\"€" + "x".repeat(100);

        Failure failure = refusal(Given.get("/", "client_id", strange));

        assertThat(failure).isInstanceOf(Failure.UnknownCredential.class);
        assertThat(failure.detail())
                .contains("\"a?b")
                .contains("xxx…\"")
                .doesNotContain("\t", "€")
                .hasSizeLessThan(160);
    }

    @Test
    void unknownKeyIsNotRepeated() {
        Failure failure = refusal(Given.get("/", "X-API-Key", "s3cret-k3y"));

        assertThat(failure).isEqualTo(new Failure.UnknownCredential("this API key is not known"));
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Basic key", "Authorization, Bearer", "Authorization, key", "Accept, text/html"})
    void whoShowsNothingIsToldWhatToShow(String header, String value) {
        assertThat(refusal(Given.get("/", header, value)).detail())
                .startsWith("no credential")
                .contains("X-API-Key");
    }

    @Test
    void signatureWithoutAnAccessIdNamesWhatIsMissing() {
        assertThat(refusal(Given.get("/", "sign", "S"))).isEqualTo(new Failure.MissingHeader("client_id"));
    }

    @Test
    void bearerTokenOfAnIssuerTellsTheTenant() {
        Credential.Jwt login =
                new Credential.Jwt(TestIssuer.NAME, TestIssuer.AUDIENCE, LOGIN.set(), "tenant", "newco", false, null);
        Tenant newco = Given.tenant("newco", "eu", Map.of(), List.of(login));
        String token = LOGIN.token(TestIssuer.claims("newco", NOW));

        Client client = GatewayUnderTest.done(
                identifier.identify(Given.get("/", "Authorization", "Bearer " + token), Given.directory(newco)));

        assertThat(client).isEqualTo(new Client(newco, login));
        assertThat(refusal(Given.get("/", "Authorization", "Bearer " + token)).detail())
                .isEqualTo("JWT invalid: tokens of its issuer (iss) are not taken here");
    }

    /** It was given out as a key, and is one until it is withdrawn. */
    @Test
    void apiKeyMayLookLikeAToken() {
        String key = "eyJ.a.b";
        Tenant old = Given.tenant("old", "eu", Map.of(), List.of(new Credential.ApiKey(Digest.sha256(key))));

        assertThat(identifier
                        .identify(Given.get("/", "Authorization", "Bearer " + key), Given.directory(old))
                        .result()
                        .tenant())
                .isEqualTo(old);
    }

    @ParameterizedTest
    @CsvSource({
        "X-API-Key, eyJ.a.b",
        "Authorization, Bearer my.api.key",
        "Authorization, Bearer eyJ.a",
        "Authorization, Bearer eyJ.a.b=",
        "Authorization, Bearer eyJ.a.b.c.d"
    })
    void whatIsNoBearerTokenOfThreePartsIsAKey(String header, String value) {
        assertThat(refusal(Given.get("/", header, value)))
                .isEqualTo(new Failure.UnknownCredential("this API key is not known"));
    }

    private Failure refusal(Exchange exchange) {
        return ((FailureException) identifier.identify(exchange, directory).cause()).failure();
    }
}
