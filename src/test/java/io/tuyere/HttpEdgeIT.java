package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP that is right but rare: old clients, pipelines, HEAD, 100-continue, absolute targets. */
class HttpEdgeIT {
    private static final String READ = "/v1.0/devices/demo-eu-lamp-1";
    private static final String KEY = "X-API-Key: acme-key\r\n";

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start();

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void nothingIsLeftOver() {
        Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        assertThat(log.troubles()).isEmpty();
    }

    @Test
    void pipelinedCallsAreAnsweredInOrder() {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(keyed("GET", "/v1.0/sim/large?bytes=100000"));
            wire.begin(keyed("GET", "/v1.0//nowhere"));
            wire.begin(keyed("POST", "/v1.0/sim/echo").json("{}"));
            wire.begin(keyed("GET", READ));

            assertThat(wire.read().body()).hasSize(100_000);
            assertThat(wire.read().error()).isEqualTo("bad-request");
            assertThat(wire.read().result().getString("body")).isEqualTo("{}");
            assertThat(wire.read().success()).isTrue();
        }
    }

    /** Vert.x met a null pointer and leaked the body of the call that waited. */
    @Test
    void clientThatLeavesTakesItsPipelineWithIt() {
        GATEWAY.control().plant(Fault.hang().forCalls("GET", READ));
        for (int i = 0; i < 10; i++) {
            Wire wire = new Wire(GATEWAY.port());
            wire.begin(keyed("GET", READ));
            wire.begin(keyed("POST", "/v1.0/sim/echo").json("x".repeat(3_000)));
            Eventually.check(() -> assertThat(Scrape.of(GATEWAY).inFlight()).isEqualTo(1));

            wire.breakOff();

            Eventually.check(() -> assertThat(Scrape.of(GATEWAY).underWay()).isZero());
        }
        GATEWAY.control().clearFaults();
    }

    @ParameterizedTest
    @CsvSource({"close, 1000", "keep-alive, 1000", "close, 100000", "keep-alive, 100000"})
    void clientsOfHttp10KnowWhereTheAnswerEnds(String connection, int bytes) {
        try (Wire wire = new Wire(GATEWAY.port())) {
            Response answer = wire.send("GET /v1.0/sim/large?chunked=true&bytes=" + bytes + " HTTP/1.0\r\n" + KEY
                            + "Connection: " + connection + "\r\n\r\n")
                    .read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(answer.body()).hasSize(bytes);
        }
    }

    @Test
    void answerToHeadHasNoBody() {
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(keyed("HEAD", READ));
            assertThat(wire.head().status()).isEqualTo(405);

            assertThat(keyed("GET", READ).send(wire).success()).isTrue();
        }
    }

    @Test
    void clientThatAsksFirstIsToldToGoOn() {
        Request asking =
                keyed("POST", "/v1.0/sim/echo").header("Expect", "100-continue").header("Content-Length", "7");
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(asking);
            assertThat(wire.head().status()).isEqualTo(100);

            assertThat(wire.send("{\"a\":1}").read().result().getString("body")).isEqualTo("{\"a\":1}");
        }
    }

    /** The body came before anybody listened for it, and the call waited for it until its deadline. */
    @Test
    void clientThatAsksButDoesNotWaitIsUnderstood() {
        Request impatient = keyed("POST", "/v1.0/sim/echo").json("{\"a\":1}").header("Expect", "100-continue");
        try (Wire wire = new Wire(GATEWAY.port())) {
            wire.begin(impatient);
            assertThat(wire.head().status()).isEqualTo(100);

            assertThat(wire.read().result().getString("body")).isEqualTo("{\"a\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://openapi.tuyaus.com", "https://openapi.tuyaus.com"})
    void targetInAbsoluteFormGoesWhereItSays(String origin) {
        String authority = origin.isEmpty() ? GATEWAY.url() : origin;

        Response answer = keyed("GET", authority + "/v1.0/sim/echo")
                .header("Host", URI.create(authority).getRawAuthority())
                .send();

        assertThat(answer.region()).isEqualTo(origin.isEmpty() ? "eu" : "us");
    }

    private static Request keyed(String method, String target) {
        return GATEWAY.keyed(TestTenants.ACME, method, target);
    }
}
