package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the example values of Tuya's signing page (Kbw0q34cs2e5g), which are public and not credentials. */
final class SimSignatureTest {
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String CLIENT = "1KAD46OrT9HafiKdsXeg";
    private static final String TOKEN = "3f4eda2bdec17232f67c0b188af3eec1";
    private static final String T = "1588925778000";
    private static final String NONCE = "5138cc3a9033d69856923fd07b491173";

    private final SimSignature signature = new SimSignature("4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC");
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap()
            .add("area_id", "29a33e8796834b1efa6")
            .add("call_id", "8afdb70ab2ed11eb85290242ac130003");

    @Test
    void publishedTokenExampleIsReproduced() {
        String lines = SimSignature.headerLines("area_id:call_id", headers);

        String toSign = SimSignature.stringToSign("GET", EMPTY, lines, "/v1.0/token", "grant_type=1");

        assertThat(signature.of(CLIENT + T + NONCE + toSign))
                .isEqualTo("9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E");
    }

    @Test
    void publishedBusinessExampleIsReproduced() {
        String lines = SimSignature.headerLines("area_id:call_id", headers);

        String toSign =
                SimSignature.stringToSign("GET", EMPTY, lines, "/v2.0/apps/schema/users", "page_size=50&page_no=1");

        assertThat(signature.of(CLIENT + TOKEN + T + NONCE + toSign))
                .isEqualTo("AE4481C692AA80B25F3A7E12C3A5FD9BBF6251539DD78E565A1A72A508A88784");
    }

    @Test
    void publishedLegacyExampleIsReproduced() {
        assertThat(signature.of(CLIENT + TOKEN + T))
                .isEqualTo("36C30E300F226B68ADD014DD1EF56A81EDB7B7A817840485769B9D6C96D0FAA1");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/a, -, /a",
                "/a, '', /a",
                "/a, b=2&a=1, /a?a=1&b=2",
                "/a, b=2&B=1&_=3, /a?B=1&_=3&b=2",
                "/a, name=living+room+%2B+50%25, /a?name=living room + 50%",
                "/a, k%5B0%5D=x, /a?k[0]=x",
                "/a, id=b&id=a, /a?id=b",
                "/a, last_row_key=, /a?last_row_key=",
                "/a, bare, /a?bare=",
                "/a, v=x=y, /a?v=x=y",
                "/users/a%20b%40c.com, -, /users/a b@c.com",
                "/a+b, -, /a+b"
            })
    void targetIsSignedDecodedAndSorted(String path, String query, String signed) {
        assertThat(SimSignature.stringToSign("GET", EMPTY, "", path, query))
                .isEqualTo("GET\n" + EMPTY + "\n\n" + signed);
    }

    @Test
    void signedHeadersKeepTheSpellingOfTheirList() {
        headers.add("content-type", "application/json");

        assertThat(SimSignature.headerLines("Content-type", headers)).isEqualTo("Content-type:application/json\n");
    }
}
