package io.tuyere.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
    private final CanonicalRequest canonical = new CanonicalRequest(new ContentHash());

    @Test
    void labelsAreFewAndFitMetrics() {
        assertThat(Dialect.values())
                .extracting(Dialect::label)
                .containsExactly(
                        "canonical",
                        "wire-order",
                        "python",
                        "homebridge",
                        "java",
                        "as-sent",
                        "node",
                        "node-lower-case",
                        "legacy");
    }

    @Test
    void onlyLegacyCoversNothingOfTheRequest() {
        assertThat(Dialect.values())
                .filteredOn(dialect -> !dialect.coversRequest())
                .containsExactly(Dialect.LEGACY);
    }

    /** The finer rules of each SDK, beyond what its vectors show. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "WIRE_ORDER | b=x+y&a=1&b=2       | ?b=x y&a=1&b=2",
                "WIRE_ORDER | ``                  | ``",
                "AS_SENT    | b=x+y&a=%2F         | ?b=x+y&a=%2F",
                "AS_SENT    | ``                  | ?",
                "JAVA       | b=1&b=2&a=x%3Dy     | ?a=x=y&b=2",
                "JAVA       | b=&a==x             | ?a=&b=",
                "JAVA       | %62=1&b=2           | ?%62=1&b=2",
                "PYTHON     | a=1&b=x+y&b=it's    | ?a=1&b=['x y', \"it's\"]",
                "PYTHON     | b=%22&b='%22        | ?b=['\"', '\\'\"']",
                "PYTHON     | b=%5C&b=2           | ?b=['\\\\', '2']",
                "PYTHON     | b='&b=\"            | ?b=[\"'\", '\"']",
                "PYTHON     | b=2&a=1             | ?a=1&b=2",
                "HOMEBRIDGE | b=2&a=null&c=nul    | ?b=2&c=nul",
                "HOMEBRIDGE | b=undefined         | ?",
                "HOMEBRIDGE | b=undefinedx        | ?b=undefinedx",
                "NODE       | k%5B2%5D=x&k%5B10%5D=y | ?k[2]=x&k[10]=y",
            })
    void queryIsSignedAsTheSdkDoes(Dialect dialect, String raw, String signed) {
        SignableRequest request = new SignableRequest("GET", "/p", raw, new byte[0], List.of());

        assertThat(text(request, dialect)).endsWith("\n/p" + signed);
    }

    @ParameterizedTest
    @CsvSource({
        "CANONICAL, /a b",
        "WIRE_ORDER, /a b",
        "PYTHON, /a%20b",
        "HOMEBRIDGE, /a%20b",
        "AS_SENT, /a%20b",
        "JAVA, /a b",
        "NODE, /a b",
        "NODE_LOWER_CASE, /a b",
    })
    void pathIsSignedAsTheSdkDoes(Dialect dialect, String signed) {
        SignableRequest request = new SignableRequest("GET", "/a%20b", null, new byte[0], List.of());

        assertThat(text(request, dialect)).endsWith("\n" + signed);
    }

    @Test
    void onlyAnEmptyObjectIsHashedAsNothing() {
        SignableRequest request = new SignableRequest("POST", "/p", null, new byte[] {'[', ']'}, List.of());

        assertThat(text(request, Dialect.PYTHON)).isEqualTo(canonical.text(request));
    }

    private String text(SignableRequest request, Dialect dialect) {
        return canonical.text(request, dialect.deviations(), canonical.bodyHash(request));
    }
}
