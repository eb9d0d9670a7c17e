package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Scrape;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.tuyere.upstream.ReadSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that share a call, are answered from what was kept, or are sent twice, where the configuration says so. */
final class ReadsIT {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    private static final String STATUS = DEVICE + "/status";
    private static final String SPECIFICATIONS = DEVICE + "/specifications";

    @AutoClose
    private static final GatewayUnderTest GATEWAY = GatewayUnderTest.start(usual -> usual.withUpstream(usual.upstream()
            .withReads(ReadSettings.defaults()
                    .withCoalesced("GET /v1.0/devices/{device_id}/status")
                    .withCached("GET /v1.0/devices/{device_id}/specifications", Duration.ofHours(1)))));

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    @BeforeEach
    void begin() {
        GATEWAY.control().reset();
        assertThat(read(TestTenants.ACME, DEVICE).send().success()).isTrue();
        assertThat(read(TestTenants.STATESIDE, DEVICE).send().success()).isTrue();
        GATEWAY.control().clearFaults();
    }

    @AfterEach
    void nothingIsLeftOver() {
        GATEWAY.control().clearFaults();
        Eventually.check(() -> {
            assertThat(Scrape.of(GATEWAY).underWay()).isZero();
            assertThat(GATEWAY.control().counters("eu").inFlight()).isZero();
        });
        assertThat(log.troubles()).isEmpty();
    }

    @Test
    void aCrowdThatAsksTheSameSharesCalls() {
        GATEWAY.control().plant(late());

        List<Response> answers =
                Crowd.of(20, number -> read(TestTenants.ACME, STATUS).send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.success()).isTrue());
        long shared = answers.stream()
                .filter(answer -> answer.header("x-tuyere-cache").equals("shared"))
                .count();
        assertThat(shared).isPositive();
        assertThat(statusCalls()).isEqualTo(20 - shared);
    }

    @Test
    void tenantsOfOneProjectShareNothing() {
        GATEWAY.control().plant(late());

        List<Response> answers = Crowd.of(
                2,
                number -> read(number == 0 ? TestTenants.ACME : TestTenants.STATESIDE, STATUS)
                        .send());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.success()).isTrue());
        assertThat(statusCalls()).isEqualTo(2);
    }

    @Test
    void clientsThatLeaveTakeNothingFromTheOthers() {
        GATEWAY.control().plant(late());
        try (Wire leaving = new Wire(GATEWAY.port())) {
            leaving.begin(read(TestTenants.ACME, STATUS));
            Eventually.check(() ->
                    assertThat(GATEWAY.control().counters("eu").inFlight()).isPositive());

            List<Response> answers = Crowd.of(6, number -> {
                Request request = read(TestTenants.ACME, STATUS);
                if (number == 0) {
                    leaving.breakOff();
                }
                return number == 1 ? request.header("X-Request-Timeout", "20ms").send() : request.send();
            });

            assertThat(answers.get(1).error()).isEqualTo("deadline");
            assertThat(answers.stream().filter(Response::success)).hasSize(5);
        }
    }

    @Test
    void whenAllHaveLeftTheCallIsReset() {
        GATEWAY.control().plant(Fault.hang().forCalls("GET", STATUS));
        try (Wire one = new Wire(GATEWAY.port());
                Wire other = new Wire(GATEWAY.port())) {
            one.begin(read(TestTenants.ACME, STATUS));
            other.begin(read(TestTenants.ACME, STATUS));
            Eventually.check(() ->
                    assertThat(GATEWAY.control().counters("eu").inFlight()).isPositive());
        }

        Eventually.check(
                () -> assertThat(GATEWAY.control().counters("eu").inFlight()).isZero());
    }

    @Test
    void specificationsAreAskedForOnceForEachTenant() {
        Response first = read(TestTenants.EUROPE, SPECIFICATIONS).send();
        Response again = read(TestTenants.EUROPE, SPECIFICATIONS).send();
        Response other = read(TestTenants.STATESIDE, SPECIFICATIONS).send();
        Response fresh = read(TestTenants.EUROPE, SPECIFICATIONS)
                .header("Cache-Control", "no-cache")
                .send();

        assertThat(first.success()).isTrue();
        assertThat(again.header("x-tuyere-cache")).isEqualTo("hit");
        assertThat(again.header("age")).isNotEmpty();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(other.header("x-tuyere-cache")).isEmpty();
        assertThat(fresh.header("x-tuyere-cache")).isEmpty();
        assertThat(GATEWAY.control().counters("eu").requests("GET /v1.0/devices/{device_id}/specifications"))
                .isEqualTo(3);
    }

    @Test
    void theSignedFaceIsAnsweredFromWhatItIsEntitledTo() {
        Response first = GATEWAY.connected(TestTenants.NOWHERE)
                .get(SPECIFICATIONS)
                .header("X-Tuya-Region", "eu")
                .send();
        Response again = GATEWAY.connected(TestTenants.NOWHERE)
                .get(SPECIFICATIONS)
                .header("X-Tuya-Region", "eu")
                .send();

        assertThat(first.header("x-tuyere-cache")).isEmpty();
        assertThat(again.header("x-tuyere-cache")).isEqualTo("hit");
        assertThat(again.success()).isTrue();
    }

    private static Fault late() {
        return Fault.latency(Duration.ofMillis(800)).forCalls("GET", STATUS);
    }

    private static long statusCalls() {
        return GATEWAY.control().counters("eu").requests("GET /v1.0/devices/{device_id}/status");
    }

    private static Request read(String tenant, String target) {
        return GATEWAY.keyed(tenant, "GET", target).header("X-Tuya-Region", "eu");
    }
}
