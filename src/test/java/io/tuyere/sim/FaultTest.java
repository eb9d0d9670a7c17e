package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultTest {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final String COMMANDS = LAMP + "/commands";
    private static final String BODY = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";

    @AutoClose
    private static final CloudFixture fixture = new CloudFixture();

    private final SimControl control = fixture.cloud.control();
    private SigningClient client = fixture.client("eu");

    @BeforeEach
    void reset() {
        fixture.reset();
        client = fixture.client("eu").withProjectToken();
    }

    private HttpResponse<byte[]> read(String... headers) {
        return client.send("GET", LAMP, "", headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]));
    }

    private int executed() {
        return control.commands("demo-eu-lamp-1").size();
    }

    @Test
    void resetComesBeforeTheSideEffect() {
        control.plant(Fault.reset().times(1));

        assertThatThrownBy(() -> client.sendOrFail("POST", COMMANDS, BODY, Map.of()))
                .isInstanceOf(IOException.class);

        assertThat(executed()).isZero();
        assertThat(control.counters("eu").faults()).isEqualTo(1);
    }

    @Test
    void resetMayComeAfterTheSideEffect() {
        control.plant(Fault.reset().afterExecution().times(1));

        assertThatThrownBy(() -> client.sendOrFail("POST", COMMANDS, BODY, Map.of()))
                .isInstanceOf(IOException.class);

        assertThat(executed()).isEqualTo(1);
    }

    @Test
    void resetIsARealReset() throws IOException {
        control.plant(Fault.reset());

        try (Socket socket = sent(LAMP)) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void faultMeetsSoManyCallsOfItsKindOnly() {
        control.plant(
                Fault.status(503).on("eu").forCalls("GET", "/v1.0/devices/").times(2));

        assertThat(client.send("POST", COMMANDS, BODY, Map.of()).statusCode()).isEqualTo(200);
        assertThat(client.send("GET", "/v1.0/all-countries", "", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(fixture.client("us").send("GET", LAMP, "", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(read().statusCode()).isEqualTo(503);
        assertThat(read().statusCode()).isEqualTo(503);
        assertThat(read().statusCode()).isEqualTo(200);
    }

    @Test
    void statusComesAsHtmlOrAsJsonWithHeaders() {
        control.plant(Fault.status(502).times(1));
        control.plant(Fault.status(429, "{\"error\":\"slow down\"}").withHeader("Retry-After", "3"));

        HttpResponse<byte[]> html = read();
        HttpResponse<byte[]> json = read();

        assertThat(html.statusCode()).isEqualTo(502);
        assertThat(html.headers().firstValue("content-type")).contains("text/html");
        assertThat(json.statusCode()).isEqualTo(429);
        assertThat(json.headers().firstValue("content-type")).contains("application/json");
        assertThat(json.headers().firstValue("retry-after")).contains("3");
    }

    @Test
    void refusalTakesAnyCodeAndComesBeforeTheSideEffect() {
        control.plant(Fault.refusal(1199, "your requests are too frequent").times(1));

        JsonObject answer = SigningClient.json(client.send("POST", COMMANDS, BODY, Map.of()));

        assertThat(answer.getInteger("code")).isEqualTo(1199);
        assertThat(answer.getString("msg")).isEqualTo("your requests are too frequent");
        assertThat(executed()).isZero();
        assertThat(control.counters("eu").refusals(1199)).isEqualTo(1);
    }

    @Test
    void refusalDoesNotHideAWrongSignature() {
        control.plant(Fault.refusal(1199, "your requests are too frequent").times(1));

        JsonObject wrong = SigningClient.json(client.send("GET", LAMP, "", Map.of("sign", "00")));

        assertThat(wrong.getInteger("code")).isEqualTo(1004);
        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1199);
    }

    @Test
    void tokenMayEndWithTheCallThatShowsIt() {
        control.plant(Fault.tokenExpiry().times(1));

        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1010);
        assertThat(client.get(LAMP).getInteger("code")).isEqualTo(1010);
        assertThat(client.withProjectToken().get(LAMP).getBoolean("success")).isTrue();
    }

    @Test
    void latencyDelaysAGoodAnswer() {
        control.plant(Fault.latency(Duration.ofMillis(150)).times(1));
        long start = System.nanoTime();

        assertThat(client.get(LAMP).getBoolean("success")).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void hangingCallHasNoAnswerAndIsInFlightUntilItsConnectionEnds() throws Exception {
        control.plant(Fault.hang().times(1));

        try (Socket socket = sent(LAMP)) {
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(control.counters("eu").inFlight()).isEqualTo(1);
        }

        CloudFixture.until(() -> control.counters("eu").inFlight() == 0);
        assertThat(control.counters("eu").inFlightMax()).isEqualTo(1);
    }

    @Test
    void truncatedBodyPromisesMoreThanItHas() throws IOException {
        control.plant(Fault.truncated(20).times(1));

        String received = everything(LAMP);

        String body = received.substring(received.indexOf("\r\n\r\n") + 4);
        assertThat(body).hasSize(20).startsWith("{\"result\":");
        assertThat(received).containsIgnoringCase("content-length: ").doesNotContain("content-length: 20\r\n");
        control.plant(Fault.truncated(0).times(1));
        assertThatThrownBy(() -> client.sendOrFail("POST", COMMANDS, BODY, Map.of()))
                .isInstanceOf(IOException.class);
        assertThat(executed()).isEqualTo(1);
    }

    @Test
    void unfinishedChunksLackTheLastOne() throws IOException {
        control.plant(Fault.unfinishedChunks(20).times(1));

        String received = everything(LAMP);

        assertThat(received).containsIgnoringCase("transfer-encoding: chunked").contains("{\"result\":");
        assertThat(received).doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void bodyMayBeMissingOrNotJson() {
        control.plant(Fault.empty().times(1));
        control.plant(Fault.notJson().times(1));

        HttpResponse<byte[]> empty = read();
        HttpResponse<byte[]> html = read();

        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(new String(html.body(), StandardCharsets.UTF_8)).startsWith("<html>");
    }

    @Test
    void gzipComesUnasked() throws IOException {
        control.plant(Fault.gzip().times(1));

        HttpResponse<byte[]> response = read();

        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(unzipped(response).getBoolean("success")).isTrue();
    }

    @Test
    void largeAnswerComesInGzipWhenAsked() throws IOException {
        String target = "/v1.0/sim/large?bytes=50000";

        HttpResponse<byte[]> asked = client.send("GET", target, "", Map.of("Accept-Encoding", "deflate, gzip;q=0.5"));
        HttpResponse<byte[]> refused = client.send("GET", target, "", Map.of("Accept-Encoding", "gzip;q=0"));

        assertThat(asked.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(unzipped(asked).getBoolean("success")).isTrue();
        assertThat(refused.headers().firstValue("content-encoding")).isEmpty();
        assertThat(refused.body()).hasSize(50000);
    }

    @Test
    void answersOfMegabytesHaveTheSizeAskedFor() {
        HttpResponse<byte[]> whole = client.send("GET", "/v1.0/sim/large?bytes=5000000", "", Map.of());
        HttpResponse<byte[]> chunked = client.send("GET", "/v1.0/sim/large?bytes=5000000&chunked=true", "", Map.of());

        assertThat(whole.body()).hasSize(5_000_000);
        assertThat(chunked.body()).hasSize(5_000_000);
        assertThat(chunked.headers().firstValue("transfer-encoding")).contains("chunked");
        assertThat(SigningClient.json(chunked).getBoolean("success")).isTrue();
        assertThat(client.get("/v1.0/sim/large?bytes=20").getInteger("code")).isEqualTo(1101);
    }

    @Test
    void chunkedAndDribbledAnswersAreWhole() {
        control.plant(Fault.chunked().times(1));
        control.plant(Fault.dribble(100, Duration.ofMillis(1)).times(1));

        assertThat(read().headers().firstValue("transfer-encoding")).contains("chunked");
        assertThat(client.get(LAMP).getJsonObject("result").getString("id")).isEqualTo("demo-eu-lamp-1");
        assertThat(control.counters("eu").faults()).isEqualTo(2);
    }

    @Test
    void connectionMayEndBehindAGoodAnswerWithoutNotice() throws IOException {
        control.plant(Fault.close().times(1));

        String received = everything(LAMP);

        assertThat(received).endsWith("\"}").doesNotContainIgnoringCase("connection: close");
    }

    @Test
    void faultsEndWhenCleared() {
        control.plant(Fault.status(500));

        assertThat(read().statusCode()).isEqualTo(500);
        control.clearFaults();
        assertThat(read().statusCode()).isEqualTo(200);
    }

    @Test
    void lateRefusalComesAfterTheSideEffectAndItsDelay() {
        control.plant(Fault.refusal(500, "system error").afterExecution().delayed(Duration.ofMillis(5)));

        JsonObject answer = SigningClient.json(client.send("POST", COMMANDS, BODY, Map.of()));

        assertThat(answer.getInteger("code")).isEqualTo(500);
        assertThat(executed()).isEqualTo(1);
    }

    @Test
    void echoTellsWhatArrived() {
        String body = "{\"a\": [1,  2]}";

        JsonObject seen = SigningClient.json(
                        client.send("PATCH", "/v1.0/sim/echo/x?a=1&b=2", body, Map.of("X-Thing", "Value")))
                .getJsonObject("result");

        assertThat(seen.getString("method")).isEqualTo("PATCH");
        assertThat(seen.getString("path")).isEqualTo("/v1.0/sim/echo/x");
        assertThat(seen.getString("query")).isEqualTo("a=1&b=2");
        assertThat(seen.getString("body")).isEqualTo(body);
        assertThat(seen.getJsonArray("headers"))
                .contains(new JsonArray().add("X-Thing").add("Value"));
    }

    private Socket sent(String target) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.cloud.port("eu"));
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(client.wire("GET", target).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private String everything(String target) throws IOException {
        try (Socket socket = sent(target)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonObject unzipped(HttpResponse<byte[]> response) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return Buffer.buffer(in.readAllBytes()).toJsonObject();
        }
    }
}
