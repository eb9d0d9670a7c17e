package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Digest;
import io.tuyere.upstream.Reply;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemPagesTest {
    private static final List<String> BROWSER = List.of("text/html", "application/xhtml+xml", "*/*");
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");
    private static final ProblemPages PAGES = ProblemPages.ofCalls();

    static Stream<String> slugs() {
        return Stream.concat(
                Stream.of(""),
                new JsonObject(PAGES.answer("", List.of(), null).orElseThrow().head())
                        .getJsonArray("errors").stream()
                                .map(JsonObject.class::cast)
                                .map(each -> each.getString("slug")));
    }

    private static Reply page(String slug, List<String> accepted) {
        return PAGES.answer(slug, accepted, null).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "'', application/json",
        "*/*, application/json",
        "application/json, application/json",
        "application/json text/html, application/json",
        "text/html */*, text/html; charset=utf-8",
        "image/avif text/html application/json, text/html; charset=utf-8",
        "image/png, application/json"
    })
    void browsersGetHtmlAndProgramsJson(String accepted, String type) {
        Reply page = page("bad-signature", List.of(accepted.split(" ")));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("Content-Type")).isEqualTo(type);
        assertThat(page.headers().get("Vary")).isEqualToIgnoringCase("accept");
    }

    @Test
    void programReadsWhatThereIsToKnow() {
        JsonObject page = new JsonObject(page("over-plan", List.of()).head());

        assertThat(page.getString("type")).isEqualTo("/tuyere/v1/errors/over-plan");
        assertThat(page.getString("slug")).isEqualTo("over-plan");
        assertThat(page.getInteger("status")).isEqualTo(429);
        assertThat(page.getInteger("code")).isEqualTo(1199);
        assertThat(page.getString("retry")).isEqualTo("later");
        assertThat(page.getString("executed")).isEqualTo("no");
        assertThat(page.getString("remedy")).contains("Retry-After");
    }

    @ParameterizedTest
    @MethodSource("slugs")
    void pageLoadsNothingAndRunsNothing(String slug) {
        Reply page = page(slug, BROWSER);
        String markup = page.head().toString();
        String style = STYLE.matcher(markup).results().findFirst().orElseThrow().group(1);

        assertThat(page.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none';")
                .contains("'sha256-" + Base64.getEncoder().encodeToString(Digest.bytes(style)) + "'")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe");
        assertThat(markup).doesNotContain("<script", "<img", "<link", "style=\"", "src=", "http:", "https:", "`");
        assertThat(markup).contains("width=device-width", "color-scheme: light dark", "<html lang=\"en\">");
        assertThat(page.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @MethodSource("slugs")
    void everyLinkLeadsToAPage(String slug) {
        assertThat(LINK.matcher(page(slug, BROWSER).head().toString()).results().map(result -> target(result)))
                .isNotEmpty()
                .allSatisfy(target ->
                        assertThat(PAGES.answer(target, BROWSER, null)).isPresent());
    }

    private static String target(MatchResult link) {
        String path = link.group(1) + (link.group(1).endsWith("/errors") ? "/" : "");
        assertThat(path).startsWith(ProblemPages.OF_CALLS);
        return path.substring(ProblemPages.OF_CALLS.length());
    }

    @Test
    void whatACacheHasIsNotSentAgain() {
        String tag = page("deadline", List.of()).headers().get("ETag");
        Reply again = PAGES.answer("deadline", List.of(), tag).orElseThrow();

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.head().length()).isZero();
        assertThat(again.headers().get("ETag")).isEqualTo(tag);
        assertThat(PAGES.answer("deadline", BROWSER, tag).orElseThrow().status())
                .isEqualTo(200);
    }

    @Test
    void thereIsNoPageOfAnotherName() {
        assertThat(PAGES.answer("no-such", List.of(), null)).isEmpty();
    }
}
