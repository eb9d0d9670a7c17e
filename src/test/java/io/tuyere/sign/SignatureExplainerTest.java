package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Secret;
import io.tuyere.sign.SignatureExplanation.Difference;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureExplainerTest {
    private static final String HASH = "8479c9c60cd5d531054c49333c7b361a9ce41b9b313ab8eb6bc9df4141f658ef";
    private static final SignableRequest REQUEST = new SignableRequest(
            "POST",
            "/v1.0/users/a%20b",
            "page=2&name=K%C3%BCche",
            "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}".getBytes(UTF_8),
            List.of(new SignedHeader("area_id", "29a")));
    private static final Identity IDENTITY = new Identity("client0", "token-of-acme", "1588925778000", "n0nce");

    private final CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
    private final SignatureExplainer explainer = new SignatureExplainer(canonical);
    private final Hmac key = new Hmac(Secret.of("hush"));

    @Test
    void rightTextNeedsNoExplanation() {
        SignatureExplanation explanation = explainer.explainText(REQUEST, IDENTITY, canonical.text(REQUEST));

        assertThat(explanation.right()).isTrue();
        assertThat(explanation.canonicalText())
                .isEqualTo("POST\n" + HASH + "\narea_id:29a\n\n/v1.0/users/a b?name=Küche&page=2");
    }

    @Test
    void wholeMessageMayBeGivenInsteadOfTheText() {
        String message = canonical.message(IDENTITY, canonical.text(REQUEST));

        assertThat(explainer.explainText(REQUEST, IDENTITY, message).right()).isTrue();
    }

    @Test
    void accessTokenIsMaskedWhereverItStands() {
        SignableRequest request = new SignableRequest(
                "GET",
                "/v1.0/token/refresh-me",
                "x=token-of-acme",
                new byte[0],
                List.of(new SignedHeader("Secret", "hush"), new SignedHeader("ACCESS_TOKEN", "t2")));

        SignatureExplanation explanation =
                explainer.explainText(request, IDENTITY, "GET\n" + ContentHash.OF_NOTHING + "\ntoken-of-acme");

        assertThat(explanation.message()).startsWith("client0*************1588925778000n0nceGET\n");
        assertThat(explanation.canonicalText())
                .endsWith("\nSecret:****\nACCESS_TOKEN:**\n\n/v1.0/token/**********?x=*************");
        assertThat(explanation.difference())
                .isEqualTo(new Difference(
                        3,
                        1,
                        "Secret:****",
                        "*************",
                        "a signed header differs, is missing, or was not announced in Signature-Headers"));
        assertThat(explanation.toString()).doesNotContain("token-of-acme", "hush", "refresh-me", "t2");
        assertThat(Mask.of(request, IDENTITY).toString()).isEqualTo("Mask[4 values]");
    }

    @Test
    void refreshTokenIsMaskedAtTheStartOfAPathToo() {
        SignableRequest request = new SignableRequest("GET", "/token/abc", null, new byte[0], List.of());

        assertThat(explainer.explainText(request, IDENTITY, "").canonicalText()).endsWith("\n/token/***");
    }

    @Test
    void identityDoesNotPrintItsToken() {
        assertThat(IDENTITY.toString()).contains("client0").doesNotContain("token-of-acme");
    }

    @Test
    void differenceIsGivenByLineAndColumn() {
        Difference difference = difference("POST\n" + HASH + "\narea_id:29a\n\n/v1.0/users/a b?page=2&name=Küche");

        assertThat(difference)
                .isEqualTo(new Difference(
                        5,
                        17,
                        "/v1.0/users/a b?name=Küche&page=2",
                        "/v1.0/users/a b?page=2&name=Küche",
                        "the query is not sorted"));
    }

    @Test
    void missingEndIsADifferenceToo() {
        Difference difference = difference("POST");

        assertThat(difference).isEqualTo(new Difference(1, 5, "POST", "POST", "another method is signed"));
    }

    /** A bar stands for a line feed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "post|H|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 1 # the method is in lower case",
                "PUT|H|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 1 # another method is signed",
                "POST|E|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 2 # the body hash is of an empty body",
                "POST|O|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 2 # the body hash is of {}",
                "POST|U|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 2 # the body hash is not in lower case",
                "POST|x|area_id:29a||/v1.0/users/a b?name=Küche&page=2 # 2 #"
                        + " the body was changed, or written anew, after it was hashed",
                "POST|H|area_id:29a|/v1.0/users/a b?name=Küche&page=2 # 4 #"
                        + " the empty line after the signed headers is missing",
                "POST|H||/v1.0/users/a b?name=Küche&page=2 # 3 # the headers named by Signature-Headers are missing",
                "POST|H|area_id:30a||/v1.0/users/a b?name=Küche&page=2 # 3 #"
                        + " a signed header differs, is missing, or was not announced in Signature-Headers",
                "POST|H|area_id:29a||/v1.0/users/a%20b?name=Küche&page=2 # 5 # the path is not decoded",
                "POST|H|area_id:29a||/v1.0/users/a b?page=2&name=K%C3%BCche # 5 #"
                        + " the query is as on the wire, neither decoded nor sorted",
                "POST|H|area_id:29a||/v1.0/users/a%20b?page=2&name=K%C3%BCche # 5 #"
                        + " the path is not decoded; the query is as on the wire, neither decoded nor sorted",
                "POST|H|area_id:29a||/v1.1/users/a b?name=Küche&page=2 # 5 # another path or an extra query is signed",
                "POST|H|area_id:29a||/v1.0/users/a b?name=Küche&page=3 # 5 # another query is signed",
                "POST|H|area_id:29a||/v1.0/users/a b # 5 # another query is signed",
                "POST|H|area_id:29a||https://x/v1.0/users/a b?name=Küche&page=2 # 5 #"
                        + " something stands before the path, such as a host or a prefix of the base URL",
            },
            quoteCharacter = '`',
            maxCharsPerColumn = 300)
    void likelyCauseIsNamed(String claimed, int line, String cause) {
        Difference difference = difference(claimed.replace('|', '\n')
                .replace("\nH\n", "\n" + HASH + "\n")
                .replace("\nU\n", "\n" + HASH.toUpperCase(Locale.ROOT) + "\n")
                .replace("\nE\n", "\n" + ContentHash.OF_NOTHING + "\n")
                .replace("\nO\n", "\n" + ContentHash.OF_EMPTY_OBJECT + "\n"));

        assertThat(difference.line()).isEqualTo(line);
        assertThat(difference.cause()).isEqualTo(cause);
    }

    @Test
    void extraQueryIsADifferenceOfTheUrl() {
        SignableRequest request = new SignableRequest("GET", "/p", null, new byte[0], List.of());

        SignatureExplanation explanation = explainer.explainText(request, IDENTITY, canonical.text(request) + "?a=1");

        assertThat(explanation.difference())
                .isEqualTo(new Difference(4, 3, "/p", "/p?a=1", "another path or an extra query is signed"));
    }

    @Test
    void wrongLineEndsAndSurroundingSpaceAreNamed() {
        String text = canonical.text(REQUEST);

        assertThat(difference(text.replace("\n", "\r\n")).cause()).isEqualTo("lines end in CR LF instead of LF");
        assertThat(difference(text + "\n").cause()).isEqualTo("there is white space before or after the text");
    }

    @Test
    void messageOfAnotherTokenIsNotComparedWithTheText() {
        Difference difference = difference("client0other-token1588925778000" + canonical.text(REQUEST));

        assertThat(difference)
                .isEqualTo(new Difference(0, 0, "", "", "another access token, time or nonce stands before the text"));
    }

    @Test
    void rightSignNeedsNoExplanation() {
        assertThat(explainSign(key.sign(canonical.message(IDENTITY, canonical.text(REQUEST))))
                        .right())
                .isTrue();
    }

    @Test
    void signAloneTellsWhichKnownFormWasSigned() {
        String text = canonical.text(REQUEST).replace("name=Küche&page=2", "page=2&name=Küche");

        SignatureExplanation explanation = explainSign(key.sign(canonical.message(IDENTITY, text)));

        assertThat(explanation.right()).isFalse();
        assertThat(explanation.difference())
                .isEqualTo(new Difference(
                        5,
                        17,
                        "/v1.0/users/a b?name=Küche&page=2",
                        "/v1.0/users/a b?page=2&name=Küche",
                        "the query is not sorted"));
    }

    @Test
    void signAloneTellsWhatIsMissingAroundTheText() {
        String text = canonical.text(REQUEST);

        assertThat(causeOf(key.sign("client01588925778000n0nce" + text)))
                .isEqualTo("the access token is missing from the message");
        assertThat(causeOf(key.sign("client0token-of-acme1588925778000" + text)))
                .isEqualTo("the nonce is missing from the message");
        assertThat(causeOf(key.sign(text)))
                .isEqualTo("the text is signed without client id, access token, time and nonce before it");
        assertThat(causeOf(key.sign("client0token-of-acme1588925778000")))
                .isEqualTo(
                        "the signature has the form of projects before 2021-06-30, which covers nothing of the request");
        assertThat(causeOf(key.sign(canonical.message(IDENTITY, text)).toLowerCase(Locale.ROOT)))
                .isEqualTo("the signature is not in upper case");
        assertThat(causeOf(new Hmac(Secret.of("other")).sign(canonical.message(IDENTITY, text))))
                .isEqualTo(
                        "no known form fits: the secret, access token, time, nonce or something in the request is another");
    }

    private Difference difference(String claimed) {
        return Objects.requireNonNull(
                explainer.explainText(REQUEST, IDENTITY, claimed).difference());
    }

    private SignatureExplanation explainSign(String sign) {
        return explainer.explainSign(REQUEST, IDENTITY, sign, key);
    }

    private String causeOf(String sign) {
        return Objects.requireNonNull(explainSign(sign).difference()).cause();
    }
}
