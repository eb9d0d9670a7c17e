package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Face;
import io.tuyere.sim.SimSettings;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OwnFailure;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import io.tuyere.support.Wire;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that are wrong: a clear answer in the client's dialect, and no call to the cloud. */
class BadInputIT {
    private static final OwnFailure BAD_REQUEST = new OwnFailure("bad-request", 400, 1109);
    private static final OwnFailure TOO_LARGE = new OwnFailure("body-too-large", 413, 60413);
    private static final List<UnaryOperator<Request>> FRAMINGS = List.of(announced -> announced, Request::chunked);
    private static final int MAX_BODY = 4096;
    private static final int MAX_HEADERS = 4096;
    private static final int MAX_LINE = 2048;

    private static final String READ = "/v1.0/devices/demo-eu-lamp-1";
    private static final String ECHO = "/v1.0/sim/echo";

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(usual -> usual.withServer(usual.server()
            .withMaxBodyBytes(MAX_BODY)
            .withMaxHeaderBytes(MAX_HEADERS)
            .withMaxRequestLineBytes(MAX_LINE)));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private long callsBefore;

    @BeforeEach
    void countCalls() {
        callsBefore = calls();
    }

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        assertThat(log.troubles()).isEmpty();
    }

    private static long calls() {
        return SimSettings.REGIONS.stream()
                .mapToLong(region -> GATEWAY.control().counters(region).allRequests())
                .sum();
    }

    private void noCallReachedTheCloud() {
        assertThat(calls()).isEqualTo(callsBefore);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            X-Request-Timeout | soon            | bad-request        | 400 | 1109
            X-Request-Timeout | -1              | bad-request        | 400 | 1109
            X-Request-Timeout | 0               | bad-request        | 400 | 1109
            X-Request-Timeout | 5m              | bad-request        | 400 | 1109
            X-Request-Timeout | 1e999999999     | bad-request        | 400 | 1109
            X-Country-Code    | ZZ              | unknown-country    | 400 | 2402
            X-Country-Code    | 999             | unknown-country    | 400 | 2402
            X-Country-Code    | <script>        | unknown-country    | 400 | 2402
            X-Country-Code    | 86              | region-not-enabled | 403 | 2403
            X-Tuya-Region     | mars            | unknown-region     | 400 | 2410
            X-Tuya-Region     | ../../etc       | unknown-region     | 400 | 2410
            X-Tuya-Region     | cn              | region-not-enabled | 403 | 2403
            Host              | openapi.tuyacn.com | region-not-enabled | 403 | 2403
            Host              | a@b.test        | bad-request        | 400 | 1109
            Host              | b.test/path     | bad-request        | 400 | 1109
            Host              | b test          | bad-request        | 400 | 1109
            Transfer-Encoding | xchunked        | bad-request        | 400 | 1109
            Transfer-Encoding | gzip, chunked   | bad-request        | 400 | 1109
            Transfer-Encoding | identity        | bad-request        | 400 | 1109
            """)
    void headersThatMeanNothing(String name, String value, String slug, int status, int code) {
        OwnFailure expected = new OwnFailure(slug, status, code);
        for (Face face : Face.values()) {
            expected.isSaidBy(call(face, "GET", READ).header(name, value).send(), face);
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void regionThatNothingSays(Face face) {
        Request request = face == Face.SIGNED
                ? GATEWAY.connected(TestTenants.NOWHERE).get(READ).request()
                : GATEWAY.keyed(TestTenants.NOWHERE, "GET", READ);

        new OwnFailure("no-region", 400, 60400).isSaidBy(request.send(), face);

        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1.0/devices",
                "/v1.0//devices",
                "//evil.test/v1.0/devices",
                "/v1.0/../v1.0/devices",
                "/v1.0/./devices",
                "/v1.0/..",
                "/v1.0/%2e%2e/devices",
                "/v1.0/.%2E/devices",
                "/v1.0/a%2fb",
                "/v1.0/a%5Cb",
                "/v1.0/a%00b",
                "/v1.0/a%0d%0ab",
                "/v1.0/a%7Fb",
                "/v1.0/a%zz",
                "/v1.0/a%",
                "/v1.0/a%4",
                "/v1.0/a\\b",
                "/v1.0/a#b",
                "/v1.0/a;b=c",
                "/v1.0/\u00e4",
                "/v1.0/a\u0001b",
                "/v1.0/a\u007fb",
                "/v1.0/a?b=\u0001",
                "/v1.0/a?b=\u007f",
                "/v1.0/a?b=\u00e4",
                "/v1.0/a?b#c",
                "/@eu",
                "/@eu//v1.0",
                "https://openapi.tuyaeu.com",
                "ftp://openapi.tuyaeu.com/v1.0/devices",
                "*",
                "x",
                "@evil.test/",
                "evil.test:443"
            })
    void targetsThatCouldMeanTwoThings(String target) {
        for (Face face : Face.values()) {
            Request request = face == Face.SIGNED
                    ? sdk().get(READ).request().to(target)
                    : GATEWAY.keyed(TestTenants.ACME, "GET", target);
            try (Wire wire = new Wire(GATEWAY.port())) {
                BAD_REQUEST.isSaidBy(request.send(wire), face);
                assertThat(call(face, "GET", "/v1.0/token?grant_type=9")
                                .send(wire)
                                .status())
                        .as("the connection goes on")
                        .isPositive();
            }
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.test/v1.0/devices",
                "http://openapi.tuyaeu.com.evil.test/v1.0/devices",
                "http://openapi.tuyaeu.com@evil.test/v1.0/devices"
            })
    void hostsThatAreNoDataCentre(String target) {
        for (Face face : Face.values()) {
            Request request = face == Face.SIGNED
                    ? sdk().get(READ).request().to(target)
                    : GATEWAY.keyed(TestTenants.ACME, "GET", target);

            new OwnFailure("host-not-allowed", 403, 60403).isSaidBy(request.send(), face);
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "TRACE", "PROPFIND", "get", "FOO", "CONNECT"})
    void methodsThatTheOpenApiDoesNotHave(String method) {
        for (Face face : Face.values()) {
            Response answer = call(face, method, READ).send();

            new OwnFailure("method-not-allowed", 405, 60405).isSaidBy(answer, face);
            assertThat(answer.header("allow")).isEqualTo("GET, POST, PUT, DELETE, PATCH");
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            t            |               | missing-header     | 1105
            t            | yesterday     | bad-request        | 1109
            t            | 1.7e12        | bad-request        | 1109
            t            | 0             | stale-time         | 1013
            t            | -1            | stale-time         | 1013
            t            | 1699999999    | stale-time         | 1013
            t            | 9223372036854775807 | stale-time   | 1013
            t            | -9223372036854775808 | stale-time  | 1013
            client_id    | nobody        | unknown-credential | 1005
            sign         | 00            | bad-signature      | 1004
            sign         | ''            | missing-header     | 1105
            access_token | ''            | bad-signature      | 1004
            access_token | forged        | bad-signature      | 1004
            """)
    void signedCallsThatAreWrong(String name, String value, String slug, int code) {
        Request request = sdk().get(READ).request().header(name, value == null ? "" : value);

        new OwnFailure(slug, 0, code).isSaidBy(request.send(), Face.SIGNED);

        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @ValueSource(longs = {-400_000, 400_000})
    void clockThatIsOffIsTold(long aheadMillis) {
        Response answer = sdk().get(READ)
                .at(Long.toString(System.currentTimeMillis() + aheadMillis))
                .send();

        new OwnFailure("stale-time", 401, 1013).isSaidBy(answer, Face.SIGNED);
        assertThat(answer.message()).contains(aheadMillis > 0 ? "ahead of" : "behind");
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            X-API-Key     | nobodys-key
            X-API-Key     | ''
            Authorization | Bearer nobodys-key
            Authorization | Basic YWNtZTprZXk=
            Authorization | Bearer
            X-Nothing     | here
            """)
    void apiKeysThatNobodyHas(String name, String value) {
        Response answer = GATEWAY.request("GET", READ).header(name, value).send();

        new OwnFailure("unknown-credential", 401, 1005).isSaidBy(answer, Face.API_KEY);
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void malformedJsonIsPassedOnUnchanged(Face face) {
        String body = "{\"country_code\": [1, \"\u00fc\", {]";

        Response answer = post(face, ECHO, body, json -> json).send();

        assertThat(answer.success()).isTrue();
        assertThat(answer.result().getString("body")).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void bodyOverTheCapIsRefusedAndTheConnectionGoesOn(Face face) {
        for (UnaryOperator<Request> framing : FRAMINGS) {
            try (Wire wire = new Wire(GATEWAY.port())) {
                Response answer =
                        post(face, ECHO, "x".repeat(MAX_BODY + 1), framing).send(wire);
                Response next = post(face, ECHO, "x".repeat(MAX_BODY), framing).send(wire);

                TOO_LARGE.isSaidBy(answer, face);
                assertThat(answer.header("connection")).isEmpty();
                assertThat(next.success()).isTrue();
            }
        }
    }

    /** Closing with unread bytes would reset the connection, and clients that still send would never see the answer. */
    @ParameterizedTest
    @EnumSource(Face.class)
    void bodyFarOverTheCapIsRefusedAndTheConnectionEnds(Face face) {
        for (UnaryOperator<Request> framing : FRAMINGS) {
            try (Wire wire = new Wire(GATEWAY.port())) {
                Response answer =
                        post(face, ECHO, "x".repeat(20 * MAX_BODY), framing).send(wire);

                TOO_LARGE.isSaidBy(answer, face);
                assertThat(answer.header("connection")).isEqualTo("close");
                assertThat(wire.ended()).isTrue();
            }
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void bodyFarOverTheCapIsRefusedBeforeItComes(Face face) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(post(face, ECHO, "x", json -> json).header("Content-Length", "10000000000"));

            TOO_LARGE.isSaidBy(wire.read(), face);
            assertThat(wire.ended()).isTrue();
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void clientThatAsksFirstIsToldAtOnce(Face face) {
        String tooLong = Integer.toString(MAX_BODY + 1);
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(post(face, ECHO, "", json -> json)
                    .header("Expect", "100-continue")
                    .header("Content-Length", tooLong));

            Response answer = wire.read();

            TOO_LARGE.isSaidBy(answer, face);
            assertThat(answer.header("connection")).isEqualTo("close");
        }
        noCallReachedTheCloud();
    }

    @Test
    void bodyThatIsLongerThanAnnouncedIsNotReadAsACall() {
        String body = "{\"a\":1}GET " + READ + " HTTP/1.1\r\nX-API-Key: acme-key\r\n\r\n";
        Request shorter =
                GATEWAY.keyed(TestTenants.ACME, "POST", ECHO).json(body).header("Content-Length", "7");
        try (Wire wire = new Wire(GATEWAY.port())) {
            assertThat(shorter.send(wire).result().getString("body")).isEqualTo("{\"a\":1}");

            BAD_REQUEST.isSaidBy(wire.read(), Face.API_KEY); // it names no host
            assertThat(wire.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void bodyThatNeverBecomesWholeIsNoCall(Face face) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(post(face, ECHO, "{}", json -> json).header("Content-Length", "100"));
            Eventually.check(() -> assertThat(Scrape.of(GATEWAY).inFlight()).isEqualTo(1));
        }

        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @EnumSource(Face.class)
    void bodyThatComesTooSlowlyMeetsTheDeadline(Face face) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(post(face, ECHO, "{}", json -> json)
                    .header("Content-Length", "100")
                    .header("X-Request-Timeout", "0.1s"));

            Response answer = wire.read();

            new OwnFailure("deadline", 504, 60504).isSaidBy(answer, face);
            assertThat(answer.header("connection")).isEqualTo("close");
        }
        noCallReachedTheCloud();
    }

    /** Vert.x takes the coding for none and the body for the next request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xchunked",
                "\"chunked\"",
                "identity",
                "chunked, chunked",
                "chunked\r\nTransfer-Encoding: chunked"
            })
    void requestInABodyIsNotSmuggledPastTheGuard(String coding) {
        String smuggled = "GET " + READ + " HTTP/1.1\r\nHost: x\r\nX-API-Key: acme-key\r\n\r\n";
        try (Wire wire = new Wire(GATEWAY.port())) {
            Response answer = wire.send(
                            "POST " + ECHO + " HTTP/1.1\r\nHost: x\r\nX-API-Key: acme-key\r\nTransfer-Encoding: "
                                    + coding + "\r\n\r\n" + smuggled)
                    .read();

            BAD_REQUEST.isSaidBy(answer, Face.API_KEY);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(wire.ended()).isTrue();
        }
        noCallReachedTheCloud();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1.0/token HTTP/1.1\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nContent-Length: five\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                "GET /v1.0/token HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET /v1.0/token\r\n\r\n",
                "GET /v1.0/token HTTP/one\r\nHost: a\r\n\r\n",
                "GET /v1.0/a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "hello\r\n\r\n"
            })
    void whatIsNoHttpIsToldSo(String bytes) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            BAD_REQUEST.isSaidBy(wire.send(bytes).read(), Face.API_KEY);
            assertThat(wire.ended()).isTrue();
        }
        noCallReachedTheCloud();
    }

    @Test
    void capsOnHeadersAndRequestLineAreTold() {
        Request longTarget = GATEWAY.keyed(TestTenants.ACME, "GET", READ + "?a=" + "b".repeat(MAX_LINE));
        Request largeHeaders = GATEWAY.keyed(TestTenants.ACME, "GET", READ).header("X-Large", "x".repeat(MAX_HEADERS));

        new OwnFailure("target-too-long", 414, 60414).isSaidBy(longTarget.send(), Face.API_KEY);
        new OwnFailure("headers-too-large", 431, 60431).isSaidBy(largeHeaders.send(), Face.API_KEY);

        noCallReachedTheCloud();
    }

    private static Request call(Face face, String method, String target) {
        return face == Face.SIGNED
                ? sdk().call(method, target).request()
                : GATEWAY.keyed(TestTenants.ACME, method, target);
    }

    private static Request post(Face face, String target, String body, UnaryOperator<Request> framing) {
        if (face == Face.API_KEY) {
            return framing.apply(GATEWAY.keyed(TestTenants.ACME, "POST", target).json(body));
        }
        return framing.apply(sdk().post(target, body).request());
    }

    private static TuyaClient sdk() {
        return GATEWAY.connected(TestTenants.ACME);
    }
}
