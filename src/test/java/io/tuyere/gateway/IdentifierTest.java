package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {
    private final Directory directory = Given.directory(Given.acme());
    private final Identifier identifier = new Identifier();

    @Test
    void signedClientIsKnownByItsAccessId() {
        Exchange exchange = Given.get("/v1.0/devices/d1", "client_id", "acme-sdk", "sign", "S");

        assertThat(exchange.face()).isEqualTo(Face.SIGNED);
        assertThat(identifier.identify(exchange, directory).credential()).isEqualTo(Given.SDK);
    }

    @ParameterizedTest
    @CsvSource({"X-API-Key, key", "x-api-key, key", "Authorization, Bearer key", "Authorization, bearer  key"})
    void plainClientIsKnownByItsKey(String header, String value) {
        Exchange exchange = Given.get("/v1.0/devices/d1", header, value);

        assertThat(exchange.face()).isEqualTo(Face.API_KEY);
        assertThat(identifier.identify(exchange, directory).credential()).isEqualTo(Given.KEY);
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

    private Failure refusal(Exchange exchange) {
        return catchThrowableOfType(FailureException.class, () -> identifier.identify(exchange, directory))
                .failure();
    }
}
