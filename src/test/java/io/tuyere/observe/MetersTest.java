package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.Face;
import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters.Outcome;
import io.tuyere.support.CapturedLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters();

    @Test
    void callIsInFlightUntilItEnds() {
        meters.began();
        meters.began();
        meters.ended(Face.SIGNED, "eu", Outcome.OK, 3_000_000, 2_000_000, CallTrace.NONE);

        assertThat(meters.scrape())
                .contains("tuyere_in_flight_requests 1.0")
                .contains("tuyere_requests_total{face=\"signed\",outcome=\"ok\",region=\"eu\"} 1.0")
                .contains("tuyere_requests_total{face=\"api-key\",outcome=\"cloud-refused\",region=\"eu\"} 0.0")
                .contains("tuyere_overhead_seconds_count 1");
    }

    /** The registry warns of a negative time with a stack trace, for every call. */
    @Test
    void negativeOverheadIsNone() {
        meters.ended(Face.API_KEY, "none", Outcome.REFUSED, 1, 2, CallTrace.NONE);

        assertThat(meters.scrape())
                .contains("tuyere_overhead_seconds_count 1")
                .contains("tuyere_overhead_seconds_sum 0.0");
    }

    @Test
    void overheadIsCountedInBuckets() {
        meters.ended(Face.API_KEY, "eu", Outcome.OK, 1_900_000, 1_000_000, CallTrace.NONE);

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
        meters.region("us").upstreamTook(2_000_000, CallTrace.NONE);

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

    @Test
    void histogramPointsToATraceThatIsKept() {
        Tracing tracing = new Tracing(TracingSettings.defaults(), "1", meters);
        CallTrace kept = tracing.begin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        CallTrace dropped = tracing.begin("00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");

        meters.ended(Face.SIGNED, "eu", Outcome.OK, 30_000_000, 0, kept);
        meters.ended(Face.SIGNED, "eu", Outcome.OK, 900_000_000, 0, dropped);

        assertThat(meters.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8"))
                .contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"")
                .doesNotContain("1af7651916cd43dd8448eb211c80319c")
                .endsWith("# EOF\n");
        assertThat(meters.scrape()).doesNotContain("trace_id");
    }

    @Test
    void apiCallsAreCountedByTemplateOnlyWhereBothAreKnown() {
        PathTemplate template =
                PathTemplates.builtIn().match("/v1.0/devices/a/commands").pattern();

        meters.apis().ended(template, "POST", Outcome.OK);
        meters.apis().ended(template, "POST", Outcome.OK);
        meters.apis().ended(template, "HUNTER", Outcome.OK);
        meters.apis().ended(new PathTemplate("/hunter", "other"), "GET", Outcome.OK);

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("tuyere_api_requests_total")))
                .containsExactly("tuyere_api_requests_total{method=\"POST\",outcome=\"ok\","
                        + "template=\"/v1.0/devices/{device_id}/commands\"} 2.0");
    }

    @Test
    void tenantsPastTheMostShareOneLabel() {
        TenantMeters tenants = meters.tenants(new MetricsSettings(2));

        for (int i = 0; i < 10_000; i++) {
            tenants.ended("tenant-" + i % 1_000, Outcome.OK);
        }

        assertThat(meters.scrape()
                        .lines()
                        .filter(line -> line.startsWith("tuyere_tenant_requests_total{outcome=\"ok\"")))
                .containsExactlyInAnyOrder(
                        "tuyere_tenant_requests_total{outcome=\"ok\",tenant=\"tenant-0\"} 10.0",
                        "tuyere_tenant_requests_total{outcome=\"ok\",tenant=\"tenant-1\"} 10.0",
                        "tuyere_tenant_requests_total{outcome=\"ok\",tenant=\"other\"} 9980.0");
    }

    @Test
    void budgetsAreToldOfTenantsWithSeriesOfTheirOwn() {
        TenantMeters tenants = meters.tenants(new MetricsSettings(1));
        tenants.budgets(told ->
                told.stream().collect(Collectors.toMap(tenant -> List.of(tenant, "p-" + tenant), id -> 0.5)));
        assertThat(meters.scrape()).doesNotContain("tuyere_tenant_budget_used_ratio{");

        tenants.ended("acme", Outcome.OK);

        assertThat(meters.scrape()).contains("tuyere_tenant_budget_used_ratio{project=\"p-acme\",tenant=\"acme\"} 0.5");
    }

    @Test
    void timeThatCallsWaitPointsToATrace() {
        CallTrace kept = new Tracing(TracingSettings.defaults(), "1", meters)
                .begin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        meters.region("eu").waitedForPace(1_500, kept);
        meters.region("eu").waitedForToken(30_000_000, CallTrace.NONE);

        assertThat(meters.scrape())
                .contains("tuyere_pace_wait_seconds_bucket{region=\"eu\",le=\"1.0\"} 0")
                .contains("tuyere_pace_wait_seconds_bucket{region=\"eu\",le=\"2.5\"} 1")
                .contains("tuyere_token_wait_seconds_sum{region=\"eu\"} 0.03");
        assertThat(meters.scrape("application/openmetrics-text; version=1.0.0; charset=utf-8")
                        .lines()
                        .filter(line -> line.contains("trace_id")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("tuyere_pace_wait_seconds"));
    }

    @Test
    void tenantsHaveNoSeriesUnlessTheyAreAskedFor() {
        meters.tenants(MetricsSettings.defaults()).ended("acme", Outcome.OK);

        assertThat(meters.scrape()).doesNotContain("acme");
    }

    @Test
    void clockOfARegionIsThereOnceItDiffers() {
        assertThat(meters.scrape()).doesNotContain("tuyere_clock_offset_seconds");

        try (CapturedLog log = new CapturedLog()) {
            meters.region("eu").clockAhead(1_500);
            meters.region("eu").clockAhead(0);
            meters.region("eu").clockAhead(-2_500);

            assertThat(log.troubles()).as("it is registered once").isEmpty();
        }
        assertThat(meters.scrape()).contains("tuyere_clock_offset_seconds{region=\"eu\"} -2.5");
    }
}
