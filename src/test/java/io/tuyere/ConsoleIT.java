package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.support.Administrator;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The console's files as a browser gets them. What the page does with them is tried in a browser, by console.test.mjs. */
class ConsoleIT {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"|from '\\./([^']+)'");
    private static final Pattern API = Pattern.compile("'(/admin/v1[^']*)'");
    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://[^/'\"` ]+");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)(?<=^|\\s)//[^\\n]*");
    private static final String SVG = "http://www.w3.org";

    @AutoClose
    private static final GatewayUnderTest GATEWAY =
            GatewayUnderTest.start(usual -> usual.withManagement(Administrator.settings()));

    private static Response get(String path) {
        return request(path).send();
    }

    private static Request request(String path) {
        return Request.of(GATEWAY.gateway().managementPort(), "GET", path);
    }

    /** The page and whatever it loads, and what that loads. */
    static Set<String> files() {
        Set<String> found = new TreeSet<>(Set.of("index.html"));
        Set<String> news = found;
        while (!news.isEmpty()) {
            news = news.stream()
                    .flatMap(
                            file -> LINK.matcher(get("/console/" + file).text()).results())
                    .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                    .filter(file -> !found.contains(file))
                    .collect(Collectors.toSet());
            found.addAll(news);
        }
        return found;
    }

    @Test
    void thePageIsOpenedByItsShortName() {
        Response answer = get("/console");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.header("location")).isEqualTo("/console/");
        assertThat(get("/console/").body()).isEqualTo(get("/console/index.html").body());
    }

    @Test
    void thePageIsWholeAndTheChartsAreInIt() {
        assertThat(files()).contains("app.js", "app.css", "icon.svg", "overview.js", "uPlot.esm.js", "uPlot.min.css");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsServedOpenlyAndGuarded(String file) {
        Response answer = get("/console/" + file);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "data:");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatABrowserHasIsNotSentAgain(String file) {
        String tag = get("/console/" + file).header("etag");

        Response again = request("/console/" + file)
                .headers(Map.of("If-None-Match", tag, "Connection", "close"))
                .send();

        assertThat(tag).isNotEmpty();
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingComesFromElsewhere(String file) {
        String text = COMMENT.matcher(get("/console/" + file).text()).replaceAll("");

        assertThat(ADDRESS.matcher(text).results().map(MatchResult::group)).allMatch(SVG::equals);
    }

    @ParameterizedTest
    @MethodSource("files")
    void noDataBecomesMarkup(String file) {
        assertThat(get("/console/" + file).text())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "onclick=");
    }

    @Test
    void whatTheScriptsAskForIsDocumented() {
        Administrator reader = Administrator.with(Role.READ, GATEWAY.gateway().managementPort());
        Set<String> documented =
                reader.get("/openapi.json").json().getJsonObject("paths").fieldNames();

        List<String> asked = files().stream()
                .flatMap(file -> API.matcher(get("/console/" + file).text()).results())
                .map(path -> path.group(1))
                .toList();

        assertThat(asked).isNotEmpty().isSubsetOf(documented);
    }

    @Test
    void everyCountryIsThereWithItsRegion() {
        Administrator reader = Administrator.with(Role.READ, GATEWAY.gateway().managementPort());
        JsonArray countries = reader.get("/countries?limit=500").json().getJsonArray("countries");

        assertThat(countries).hasSizeGreaterThan(200);
        assertThat(countries.stream().map(JsonObject.class::cast))
                .anySatisfy(country -> assertThat(country.getMap())
                        .containsEntry("iso2", "DE")
                        .containsEntry("calling_code", "49")
                        .containsEntry("region", "eu"));
    }

    @Test
    void noOtherFileOfTheJarIsServed() {
        assertThat(get("/console/../admin/openapi.json").status()).isNotEqualTo(200);
        assertThat(get("/console/%2e%2e/admin/openapi.json").status()).isNotEqualTo(200);
        assertThat(get("/console/uPlot.d.ts").status()).isEqualTo(404);
        assertThat(get("/console/nothing").status()).isEqualTo(404);
    }
}
