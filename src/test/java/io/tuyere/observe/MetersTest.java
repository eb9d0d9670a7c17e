package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Face;
import io.tuyere.observe.Meters.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    @Test
    void callIsInFlightUntilItEnds() {
        meters.began();
        meters.began();
        meters.ended(Face.SIGNED, "eu", Outcome.OK, 1_000_000);

        assertThat(meters.scrape())
                .contains("tuyere_in_flight_requests 1.0")
                .contains("tuyere_requests_total{face=\"signed\",outcome=\"ok\",region=\"eu\"} 1.0")
                .contains("tuyere_requests_total{face=\"api-key\",outcome=\"cloud-refused\",region=\"eu\"} 0.0")
                .contains("tuyere_overhead_seconds_count 1");
    }

    /** The registry warns of a negative time with a stack trace, for every call. */
    @Test
    void negativeOverheadIsNone() {
        meters.ended(Face.API_KEY, "none", Outcome.REFUSED, -1);

        assertThat(meters.scrape())
                .contains("tuyere_overhead_seconds_count 1")
                .contains("tuyere_overhead_seconds_sum 0.0");
    }

    @Test
    void overheadIsCountedInBuckets() {
        meters.ended(Face.API_KEY, "eu", Outcome.OK, 900_000);

        assertThat(meters.scrape())
                .contains("tuyere_overhead_seconds_bucket{le=\"2.5E-4\"} 0")
                .contains("tuyere_overhead_seconds_bucket{le=\"0.001\"} 1");
    }

    @Test
    void unknownCodesShareOneLabel() {
        for (int code = 5_000_000; code < 5_001_000; code++) {
            meters.region("eu").cloudCode(CloudCodes.builtIn().find(code, ""));
        }
        meters.region("eu").cloudCode(CloudCodes.builtIn().find(1010, "token invalid"));

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("tuyere_cloud_codes_total")))
                .containsExactlyInAnyOrder(
                        "tuyere_cloud_codes_total{class=\"caller\",code=\"other\",region=\"eu\"} 1000.0",
                        "tuyere_cloud_codes_total{class=\"token\",code=\"1010\",region=\"eu\"} 1.0");
    }

    @Test
    void restIsCountedByItsLabels() {
        meters.verified("canonical");
        meters.verified("canonical");
        meters.failure("bad-signature");
        meters.region("us").tokenCall("grant", true);
        meters.region("us").tokenCall("grant", false);
        meters.region("us").upstreamTook(2_000_000);

        assertThat(meters.scrape())
                .contains("tuyere_signatures_total{dialect=\"canonical\"} 2.0")
                .contains("tuyere_failures_total{error=\"bad-signature\"} 1.0")
                .contains("tuyere_token_calls_total{grant=\"grant\",region=\"us\",result=\"ok\"} 1.0")
                .contains("tuyere_token_calls_total{grant=\"grant\",region=\"us\",result=\"failed\"} 1.0")
                .contains("tuyere_upstream_seconds_count{region=\"us\"} 1");
    }

    @Test
    void gaugeIsReadWhenSomebodyLooks() {
        AtomicInteger held = new AtomicInteger(1);
        meters.gauge("tuyere_tokens_held", "Tokens", held::get);
        held.set(7);

        assertThat(meters.scrape()).contains("tuyere_tokens_held 7.0");
    }

    @Test
    void metersOfARegionAreMadeOnce() {
        assertThat(meters.region("eu")).isSameAs(meters.region("eu"));
    }
}
