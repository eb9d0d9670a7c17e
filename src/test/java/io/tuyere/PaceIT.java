package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.limit.LimitSettings;
import io.tuyere.sim.Fault;
import io.tuyere.sim.ProjectState;
import io.tuyere.support.Crowd;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cloud's pace and the month's budget, over real sockets. */
final class PaceIT {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    private static final String TEMPLATE = "GET /v1.0/devices/{device_id}";

    @Test
    void callsWaitForTheirTurn() {
        try (GatewayUnderTest gateway = paced(20)) {
            long began = System.nanoTime();

            List<Response> answers = Crowd.of(10, i -> call(gateway));

            assertThat(answers).extracting(Response::status).containsOnly(200);
            assertThat(System.nanoTime() - began).isGreaterThan(440_000_000);
            assertThat(gateway.management("/metrics").text())
                    .contains("tuyere_limit_decisions_total{decision=\"waited\",layer=\"pace\"} 9.0")
                    .contains("tuyere_pace_waiting 0.0")
                    .contains("tuyere_pace_wait_seconds_count{region=\"eu\"} 9")
                    .contains("tuyere_token_wait_seconds_count{region=\"eu\"}")
                    .contains("tuyere_token_least_remaining_seconds{region=\"eu\"}");
        }
    }

    @Test
    void callWithoutTheTimeToWaitIsRefusedAtOnce() {
        try (GatewayUnderTest gateway = paced(0.1)) {
            assertThat(call(gateway).status()).isEqualTo(200);

            Response refused = gateway.keyed(TestTenants.ACME, "GET", DEVICE)
                    .header("X-Request-Timeout", "5s")
                    .send();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.error()).isEqualTo("over-pace");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(9, 10);
            assertThat(gateway.control().counters("eu").requests(TEMPLATE)).isEqualTo(1);
        }
    }

    @Test
    void complaintOfTheCloudSlowsCallsDown() {
        try (GatewayUnderTest gateway = paced(50)) {
            assertThat(call(gateway).code()).isZero();
            gateway.control()
                    .plant(Fault.refusal(1110, "concurrent request over limit")
                            .on("eu")
                            .times(1));

            assertThat(call(gateway).code()).as("it was repeated after a pause").isZero();

            assertThat(gateway.management("/metrics").text())
                    .contains("tuyere_limit_decisions_total{decision=\"slowed\",layer=\"pace\"} 1.0");
        }
    }

    @Test
    void budgetIsCountedAndTold() {
        try (GatewayUnderTest gateway = budgeted(new Budget(100, false))) {
            IntStream.range(0, 3)
                    .forEach(i -> assertThat(call(gateway).status()).isEqualTo(200));

            JsonObject page = gateway.keyed(TestTenants.ACME, "GET", "/tuyere/v1/budget")
                    .send()
                    .json();

            JsonObject project = page.getJsonArray("projects").getJsonObject(0);
            assertThat(page.getString("tenant")).isEqualTo("acme");
            assertThat(project.getInteger("used")).isEqualTo(3);
            assertThat(project.getInteger("remaining")).isEqualTo(97);
            assertThat(project.getInteger("calls_per_month")).isEqualTo(100);
            assertThat(project.getBoolean("closed_by_cloud")).isFalse();
            assertThat(project.getString("estimate")).isEqualTo("early");
            assertThat(project.getMap()).containsEntry("per_day", null).containsEntry("runs_out", null);
            assertThat(gateway.management("/metrics").text())
                    .contains("tuyere_budget_used_ratio 0.03")
                    .contains("tuyere_budgets_running_out 0.0");
            assertThat(gateway.connected(TestTenants.ACME)
                            .get("/tuyere/v1/budget")
                            .send()
                            .result())
                    .as("an SDK reads it too")
                    .isEqualTo(page);
        }
    }

    @Test
    void budgetIsToldToNobodyElse() {
        try (GatewayUnderTest gateway = budgeted(new Budget(100, false))) {
            assertThat(gateway.request("GET", "/tuyere/v1/budget").send().status())
                    .isEqualTo(401);
            assertThat(gateway.keyed(TestTenants.OTHER, "GET", "/tuyere/v1/budget")
                            .send()
                            .text())
                    .doesNotContain(TestTenants.PROJECT.accessId());
            assertThat(gateway.keyed(TestTenants.ACME, "DELETE", "/tuyere/v1/budget")
                            .send()
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void budgetThatStopsRefusesWhatIsPastIt() {
        try (GatewayUnderTest gateway = budgeted(new Budget(2, true))) {
            List<Response> answers =
                    IntStream.range(0, 3).mapToObj(i -> call(gateway)).toList();

            assertThat(answers).extracting(Response::status).containsExactly(200, 200, 429);
            assertThat(answers.get(2).error()).isEqualTo("over-budget");
            assertThat(Long.parseLong(answers.get(2).header("retry-after"))).isBetween(0L, 31L * 86_400);
            assertThat(gateway.keyed(TestTenants.STATESIDE, "GET", "/v1.0/devices/demo-us-lamp-1")
                            .send()
                            .status())
                    .as("another tenant of the project, without a budget")
                    .isEqualTo(200);
        }
    }

    @Test
    void projectWhoseQuotaIsUsedUpIsNotAskedAgain() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            assertThat(call(gateway).status()).isEqualTo(200);
            gateway.control().projectState(TestTenants.PROJECT.accessId(), "eu", ProjectState.QUOTA_USED);

            assertThat(call(gateway).code()).isEqualTo(28841004);
            long asked = gateway.control().counters("eu").requests(TEMPLATE);
            Response refused = call(gateway);

            assertThat(refused.error()).isEqualTo("over-budget");
            assertThat(gateway.control().counters("eu").requests(TEMPLATE)).isEqualTo(asked);
            assertThat(gateway.connected(TestTenants.ACME).get(DEVICE).send().code())
                    .isEqualTo(28841004);
        }
    }

    private static Response call(GatewayUnderTest gateway) {
        return gateway.keyed(TestTenants.ACME, "GET", DEVICE).send();
    }

    private static GatewayUnderTest paced(double perSecond) {
        return GatewayUnderTest.start(configuration ->
                configuration.withLimits(LimitSettings.defaults().withPace(TEMPLATE, perSecond)));
    }

    private static GatewayUnderTest budgeted(Budget budget) {
        return GatewayUnderTest.start(configuration -> configuration.withTenants(TestTenants.all().stream()
                .map(tenant -> tenant.id().equals(TestTenants.ACME) ? budgeted(tenant, budget) : tenant)
                .toList()));
    }

    private static Tenant budgeted(Tenant tenant, Budget budget) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                tenant.plan(),
                budget);
    }
}
