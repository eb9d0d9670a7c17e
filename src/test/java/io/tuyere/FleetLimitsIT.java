package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.limit.LimitSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.sim.ProjectState;
import io.tuyere.support.Crowd;
import io.tuyere.support.Eventually;
import io.tuyere.support.Fleet;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.Wire;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Limits hold across gateways that share a Redis, and go on without it. */
final class FleetLimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";
    private static final Budget HUNDRED = new Budget(100, false);

    @AutoClose
    private final RedisProcess redis = RedisProcess.start();

    @AutoClose
    private final Fleet fleet = Fleet.empty();

    @Test
    void slowPlanIsExactAcrossTheFleet() {
        gateways(new Plan(0.01, 20), null);

        List<Response> answers = Crowd.of(40, i -> call(i % 2));

        assertThat(answers).extracting(Response::status).containsOnly(200, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(20);
    }

    @Test
    void fastPlanIsKeptWithinPrecisionAcrossTheFleet() {
        gateways(new Plan(100, 10), null);
        assertThat(call(0).status()).isEqualTo(200);
        assertThat(call(1).status()).isEqualTo(200);
        long began = System.nanoTime();

        int admitted = Crowd.of(4, i -> admittedInThreeSeconds(i % 2)).stream()
                .mapToInt(Integer::intValue)
                .sum();

        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat((double) admitted).isBetween(100 * seconds * 0.85, 10 + 100 * (seconds + 0.2));
    }

    @Test
    void withoutRedisEachGatewayHasItsShareAndSaysSo() {
        gateways(new Plan(0.01, 20), null);
        assertThat(call(0).headers()).doesNotContainKey("x-tuyere-degraded");

        redis.kill();
        fleet.awaitAll("degraded");
        List<Response> answers = Crowd.of(40, i -> call(i % 2));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.header("x-tuyere-degraded")).isEqualTo("limits"));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSizeBetween(18, 20);
        redis.restart();
        fleet.awaitAll("ready");
        assertThat(call(0).headers()).doesNotContainKey("x-tuyere-degraded");
    }

    @Test
    void paceThatIsKeptAloneIsSaidSo() {
        LimitSettings paced = LimitSettings.defaults().withPace("GET /v1.0/devices/{device_id}", 50);
        int alone = fleet.add(settings(), configuration -> configuration.withLimits(paced));
        fleet.awaitStatus(alone, "ready");
        assertThat(call(alone).success()).isTrue();

        redis.kill();
        fleet.awaitStatus(alone, "degraded");

        List<Response> answers = Crowd.of(4, i -> call(alone));
        assertThat(answers)
                .extracting(answer -> answer.header("x-tuyere-degraded"))
                .containsOnly("limits");
        assertThat(answers).extracting(Response::status).containsOnly(200);
    }

    @Test
    void frozenRedisHoldsNoCallUp() {
        gateways(new Plan(1_000, 1_000), null);
        assertThat(call(0).status()).isEqualTo(200);

        redis.freeze();
        long began = System.nanoTime();
        List<Response> answers =
                IntStream.range(0, 30).mapToObj(i -> call(i % 2)).toList();
        double seconds = (System.nanoTime() - began) / 1e9;
        redis.thaw();

        assertThat(answers).extracting(Response::status).containsOnly(200);
        assertThat(seconds).isLessThan(2);
    }

    @Test
    void spentBudgetSurvivesARestart() {
        gateways(null, HUNDRED);
        IntStream.range(0, 6).forEach(i -> assertThat(call(i % 2).status()).isEqualTo(200));
        Eventually.holds("both know what the other spent", PATIENCE, () -> used(0) == 6 && used(1) == 6);

        fleet.stop(0);
        int next = gateway(null, HUNDRED);

        Eventually.holds("the new one knows too", PATIENCE, () -> used(next) == 6);
    }

    @Test
    void whatTheCloudTellsOneGatewayIsHeededByAll() {
        gateways(null, HUNDRED);
        assertThat(call(0).status()).isEqualTo(200);
        assertThat(call(1).status()).isEqualTo(200);
        fleet.control().projectState(TestTenants.PROJECT.accessId(), "eu", ProjectState.QUOTA_USED);

        assertThat(call(0).code()).isEqualTo(28841004);

        Eventually.holds("the other knows", PATIENCE, () -> budget(1).getBoolean("closed_by_cloud"));
        assertThat(call(1).error()).isEqualTo("over-budget");
    }

    @Test
    void paceIsThatOfTheWholeFleet() {
        LimitSettings paced = LimitSettings.defaults().withPace("GET /v1.0/devices/{device_id}", 10);
        for (int i = 0; i < 2; i++) {
            int unused = fleet.add(settings(), configuration -> configuration.withLimits(paced));
        }
        Eventually.holds("they know of each other", PATIENCE, () -> fleet.meter(0, "tuyere_limit_instances") == 2);
        assertThat(call(0).status()).isEqualTo(200);
        assertThat(call(1).status()).isEqualTo(200);
        long began = System.nanoTime();

        List<Response> answers = Crowd.of(12, i -> call(i % 2));

        assertThat(answers).extracting(Response::status).containsOnly(200);
        assertThat((System.nanoTime() - began) / 1e9).isBetween(1.0, 4.0);
    }

    private void gateways(@Nullable Plan plan, @Nullable Budget budget) {
        int first = gateway(plan, budget);
        int second = gateway(plan, budget);
        for (int gateway : new int[] {first, second}) {
            Eventually.holds(
                    "they know of each other", PATIENCE, () -> fleet.meter(gateway, "tuyere_limit_instances") == 2);
        }
    }

    private int gateway(@Nullable Plan plan, @Nullable Budget budget) {
        List<Tenant> tenants = TestTenants.all().stream()
                .map(tenant -> tenant.id().equals(TestTenants.ACME) ? limited(tenant, plan, budget) : tenant)
                .toList();
        // Generous, so that a machine with other work does not make an instance decide alone.
        LimitSettings limits = LimitSettings.defaults().withRedisWait(Duration.ofMillis(300));
        return fleet.add(
                settings(), configuration -> configuration.withTenants(tenants).withLimits(limits));
    }

    private RedisSettings settings() {
        return redis.settings(Duration.ofMillis(500));
    }

    private Response call(int gateway) {
        return fleet.call(gateway, TestTenants.ACME, "GET", LAMP).send();
    }

    private int admittedInThreeSeconds(int gateway) {
        int admitted = 0;
        long until = System.nanoTime() + 3_000_000_000L;
        try (Wire wire = fleet.wire(gateway)) {
            List<Response> refused = new ArrayList<>();
            while (System.nanoTime() < until) {
                Response answer =
                        fleet.call(gateway, TestTenants.ACME, "GET", LAMP).send(wire);
                if (answer.status() == 200) {
                    admitted++;
                } else {
                    refused.add(answer);
                }
            }
            assertThat(refused).allSatisfy(answer -> assertThat(answer.error()).isEqualTo("over-plan"));
        }
        return admitted;
    }

    private int used(int gateway) {
        return budget(gateway).getInteger("used");
    }

    private JsonObject budget(int gateway) {
        return fleet.call(gateway, TestTenants.ACME, "GET", "/tuyere/v1/budget")
                .send()
                .json()
                .getJsonArray("projects")
                .getJsonObject(0);
    }

    private static Tenant limited(Tenant tenant, @Nullable Plan plan, @Nullable Budget budget) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                plan,
                budget);
    }
}
