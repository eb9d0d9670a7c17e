package io.tuyere.sign;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tuya's published examples and what its SDKs really send, as collected in {@code vectors.json}. */
class VectorsTest {
    private static final Map<String, String> NOT_VERIFIABLE =
            Map.of("V36", "the SDK signs last_row_key=None and drops the parameter from the wire");

    private final CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
    private final InboundVerifier verifier = new InboundVerifier(canonical);
    private final OutboundSigner signer = new OutboundSigner(canonical);

    @ParameterizedTest
    @MethodSource("documented")
    void documentedSignatureIsReproducedFromTheWire(Vector vector) {
        assertThat(canonical.text(vector.request())).isEqualTo(vector.stringToSign());
        assertThat(signer.sign(vector.request(), vector.identity(), vector.key()))
                .isEqualTo(vector.sign());
        assertThat(verified(vector, false)).contains(Dialect.CANONICAL);
    }

    @ParameterizedTest
    @MethodSource("legacy")
    void legacySignatureIsTakenOnlyWhereItIsAllowed(Vector vector) {
        assertThat(verified(vector, true)).contains(Dialect.LEGACY);
        assertThat(verified(vector, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "V16, JAVA",
        "V22, JAVA",
        "V23, JAVA",
        "V24, JAVA",
        "V28, CANONICAL",
        "V35, PYTHON",
        "V40, PYTHON",
        "V42, WIRE_ORDER",
        "V70, WIRE_ORDER",
        "V71, AS_SENT",
        "V61, NODE_LOWER_CASE",
        "V63, NODE",
        "V77, HOMEBRIDGE",
        "V81, HOMEBRIDGE",
    })
    void deviatingSignatureIsVerifiedAsItsSdksDialect(String id, Dialect dialect) {
        Vector vector = Vector.byId(id);

        assertThat(verified(vector, false)).contains(dialect);
        assertThat(canonical.text(vector.request(), dialect.deviations(), canonical.bodyHash(vector.request())))
                .isEqualTo(vector.stringToSign());
    }

    @Test
    void everyVectorIsVerifiedButThoseWhoseSignedTextIsNotOnTheWire() {
        assertThat(Vector.all()
                        .filter(vector -> verified(vector, true).isEmpty())
                        .map(Vector::id))
                .containsExactlyInAnyOrderElementsOf(NOT_VERIFIABLE.keySet());
        assertThat(Vector.all()).hasSize(67);
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.sign.Vector#all")
    void nothingIsVerifiedUnderAnotherSecret(Vector vector) {
        Hmac other = new Hmac(Secret.of("another"));

        assertThat(verifier.verify(vector.request(), vector.identity(), vector.sign(), other, true))
                .isEmpty();
    }

    private Optional<Dialect> verified(Vector vector, boolean legacyAllowed) {
        return verifier.verify(vector.request(), vector.identity(), vector.sign(), vector.key(), legacyAllowed);
    }

    private static Stream<Vector> documented() {
        return Vector.all().filter(vector -> vector.canonical() && !vector.legacy());
    }

    private static Stream<Vector> legacy() {
        return Vector.all().filter(Vector::legacy);
    }
}
