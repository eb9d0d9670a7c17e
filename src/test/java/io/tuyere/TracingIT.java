package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Configuration;
import io.tuyere.observe.TracingSettings;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.OtlpReceiver;
import io.tuyere.support.OtlpReceiver.Span;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a collector of traces gets to see. */
class TracingIT {
    private static final String DEVICE = "demo-eu-lamp-1";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    @AutoClose
    private final OtlpReceiver collector = new OtlpReceiver();

    @Test
    void callIsToldStageByStage() {
        try (GatewayUnderTest gateway = gateway(0)) {
            Response answer = gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/" + DEVICE)
                    .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .send();
            assertThat(answer.success()).isTrue();
        }

        List<Span> spans = collector.spans();
        Span call = call();
        assertThat(call.trace()).isEqualTo(TRACE);
        assertThat(call.parent()).isEqualTo(PARENT);
        assertThat(call.name()).isEqualTo("GET /v1.0/devices/{device_id}");
        assertThat(call.attributes())
                .containsEntry("http.response.status_code", "200")
                .containsEntry("http.route", "/v1.0/devices/{device_id}")
                .containsEntry("tuyere.tenant", TestTenants.ACME)
                .containsEntry("tuyere.region", "eu")
                .containsEntry("tuyere.outcome", "ok");
        assertThat(spans)
                .filteredOn(span -> span.parent().equals(call.id()))
                .extracting(Span::name)
                .containsExactlyInAnyOrder("identify", "verify", "admit", "route", "token", "attempt");
        assertThat(spans).hasSize(7).allSatisfy(span -> assertThat(span.trace()).isEqualTo(TRACE));
        assertThat(spans.toString()).doesNotContain(DEVICE).doesNotContain(TestTenants.key(TestTenants.ACME));
    }

    @Test
    void failureIsToldWhereItHappened() {
        String told;
        try (GatewayUnderTest gateway = gateway(1)) {
            Response answer = gateway.request("GET", "/v1.0/devices/" + DEVICE)
                    .key("nobody")
                    .send();
            told = answer.json().getString("trace-id");
        }

        assertThat(call().trace()).isEqualTo(told);
        assertThat(call().error()).isEqualTo("unknown-credential");
        assertThat(call().attributes())
                .containsEntry("error.type", "unknown-credential")
                .containsEntry("http.response.status_code", "401");
        assertThat(collector.spans())
                .filteredOn(span -> span.name().equals("identify"))
                .extracting(Span::error)
                .containsExactly("unknown-credential");
    }

    @Test
    void clientDecidesWhetherItsTraceIsKept() {
        try (GatewayUnderTest gateway = gateway(1)) {
            assertThat(gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/" + DEVICE)
                            .header("traceparent", "00-" + TRACE + "-" + PARENT + "-00")
                            .send()
                            .success())
                    .isTrue();
        }

        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void headerThatIsNoTraceDoesNotCount() {
        try (GatewayUnderTest gateway = gateway(1)) {
            assertThat(gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/" + DEVICE)
                            .header("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01")
                            .send()
                            .success())
                    .isTrue();
        }

        assertThat(call().parent()).isEmpty();
        assertThat(call().trace()).isNotEqualTo("0".repeat(32));
    }

    @Test
    void collectorThatCannotBeReachedHarmsNobody() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                usual -> traced(usual, TracingSettings.defaults().withEndpoint(URI.create("http://127.0.0.1:9")), 1))) {
            assertThat(gateway.keyed(TestTenants.ACME, "GET", "/v1.0/devices/" + DEVICE)
                            .send()
                            .success())
                    .isTrue();
        }
    }

    /** A problem document and a log name the client's trace even where the gateway records none. */
    @Test
    void traceIsNamedInProblemsWithoutACollector() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Response answer = gateway.request("GET", "/v1.0/devices/" + DEVICE)
                    .key("nobody")
                    .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .send();

            assertThat(answer.json().getString("trace-id")).isEqualTo(TRACE);
        }
    }

    private GatewayUnderTest gateway(double ratio) {
        return GatewayUnderTest.start(
                usual -> traced(usual, TracingSettings.defaults().withEndpoint(collector.url()), ratio));
    }

    private static Configuration traced(Configuration usual, TracingSettings settings, double ratio) {
        return usual.withObserve(usual.observe().withTracing(settings.withRatio(ratio)));
    }

    private Span call() {
        List<Span> calls =
                collector.spans().stream().filter(span -> span.kind() == 2).toList();
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }
}
