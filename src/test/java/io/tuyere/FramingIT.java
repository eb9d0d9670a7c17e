package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.RegionOverride;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.RecordingCloud;
import io.tuyere.support.Scrape;
import io.tuyere.support.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of which two servers might see two different things, over raw sockets: what the client is told, whether its
 * connection goes on, and exactly what reached the cloud. The cases are in {@code http/framing.txt}.
 */
class FramingIT {
    private static final Path CASES = Path.of("src", "test", "resources", "http", "framing.txt");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");
    private static final Pattern REPEATED = Pattern.compile("\\^(FIELDS|LONG):(\\d+)\\^");
    private static final String KEYED = "Host: x\r\nX-API-Key: acme-key\r\n";

    /** All that the cloud gets to see of a call without a body, behind its method. */
    private static final List<String> HEADERS =
            List.of("GET", "client_id", "sign", "t", "sign_method", "nonce", "access_token", "host", "accept-encoding");

    @AutoClose
    private static final RecordingCloud CLOUD = RecordingCloud.start("Connection: X-Hop\r\nX-Hop: 1\r\nX-End: 2\r\n");

    @AutoClose
    private static final GatewayUnderTest GATEWAY =
            GatewayUnderTest.start(usual -> usual.withRegions(Map.of("eu", RegionOverride.of("eu", CLOUD.url()))));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @BeforeAll
    static void getToken() {
        try (Wire wire = new Wire(GATEWAY.port())) {
            assertThat(wire.send("GET /v1.0/first HTTP/1.1\r\n" + KEYED + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(CLOUD.take()).hasSize(1);
    }

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        assertThat(log.troubles()).isEmpty();
    }

    /** One line of the table. */
    record Case(String name, String sent, List<String> back, String seen) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void requestIsSeenInOneWayOnly(Case given) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            Wire unused = wire.send(given.sent);

            assertThat(answers(wire, given)).isEqualTo(given.back);
        }
        assertThat(seen(CLOUD.take())).isEqualTo(given.seen.equals("-") ? "" : given.seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive, X-Named, Accept", "keep-alive\r\nConnection: X-Named, Accept"})
    void cloudSeesTheseHeadersAndNoOthers(String connection) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            var unused = wire.send("GET /v1.0/echo HTTP/1.1\r\n" + KEYED
                            + "Connection: " + connection + "\r\nX-Named: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
                            + "Trailer: X\r\nUpgrade: h2c\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic x\r\n"
                            + "Forwarded: for=1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\nVia: 1.1 x\r\n"
                            + "Cookie: a=b\r\nX-Own: 1\r\nX_Own: 1\r\nAccept: text/x\r\nAccept-Language: de\r\n\r\n")
                    .read();
        }

        List<String> names = new ArrayList<>();
        for (String line : head(CLOUD.take().get(0)).strip().split("\r\n", -1)) {
            names.add(line.substring(0, line.indexOf(line.startsWith("GET ") ? " " : ":")));
        }
        List<String> expected = new ArrayList<>(HEADERS);
        expected.add("accept-language");
        assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void clientSeesNoHeaderOfTheCloudsConnection() {
        try (Wire wire = new Wire(GATEWAY.port())) {
            Map<String, List<String>> headers = wire.send("GET /v1.0/echo HTTP/1.1\r\n" + KEYED + "\r\n")
                    .read()
                    .headers();

            assertThat(headers).containsKey("x-end").doesNotContainKeys("x-hop", "connection");
        }
        assertThat(CLOUD.take()).hasSize(1);
    }

    private static List<String> answers(Wire wire, Case given) {
        List<String> back = new ArrayList<>();
        int answers = given.back.size() - 1;
        for (int i = 0; i < answers; i++) {
            back.add(Integer.toString(
                    given.back.get(i).equals("100")
                            ? wire.head().status()
                            : wire.read().status()));
        }
        if (given.back.get(answers).equals("open")) {
            Wire unused = wire.send("OPTIONS /v1.0/still-there HTTP/1.1\r\n" + KEYED + "\r\n");
            back.add(wire.read().status() == 405 ? "open" : "odd");
        } else {
            back.add(wire.ended() ? "end" : "more");
        }
        return back;
    }

    private static String seen(List<String> requests) {
        return String.join(
                ", ",
                requests.stream()
                        .map(request -> request.substring(0, request.indexOf(" HTTP/1.1\r\n")) + " ["
                                + request.substring(head(request).length()) + "]")
                        .toList());
    }

    private static String head(String request) {
        return request.substring(0, request.indexOf("\r\n\r\n") + 4);
    }

    static Stream<Case> cases() throws IOException {
        return Files.readAllLines(CASES, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(columns -> new Case(
                        columns[0].strip(),
                        bytes(columns[1].strip()),
                        Arrays.asList(columns[2].strip().split(" ", -1)),
                        repeated(columns[3].strip())));
    }

    private static String bytes(String written) {
        String whole = written.replace("^GET^", "GET /v1.0/echo HTTP/1.1\\r\\n" + escaped(KEYED))
                .replace("^POST^", "POST /v1.0/echo HTTP/1.1\\r\\n" + escaped(KEYED))
                .replace("^NEXT^", "GET /v1.0/next HTTP/1.1\\r\\n" + escaped(KEYED) + "\\r\\n");
        return ESCAPE.matcher(repeated(whole)).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String repeated(String text) {
        return REPEATED.matcher(text)
                .replaceAll(match -> (match.group(1).equals("FIELDS") ? "X: y\\\\r\\\\n" : "x")
                        .repeat(Integer.parseInt(match.group(2))));
    }

    private static String escaped(String lines) {
        return lines.replace("\r\n", "\\r\\n");
    }

    private static String character(MatchResult escape) {
        String code = escape.group(1);
        return switch (code.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case 'x' -> Character.toString(Integer.parseInt(code.substring(1), 16));
            default -> code;
        };
    }
}
