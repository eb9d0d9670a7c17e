package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Credential;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.limit.LimitSettings;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.Response;
import io.tuyere.support.TestTenants;
import io.tuyere.support.TuyaClient;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans of tenants and credentials, over real sockets. */
final class PlanIT {
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    /** So slow that no permit comes back during a test. */
    private static final Plan THREE = new Plan(0.01, 3);

    @Test
    void keyIsRefusedWithStatusProblemAndTimeToComeBack() {
        try (GatewayUnderTest gateway = gateway(THREE, null, false)) {
            List<Response> answers = calls(gateway, 4);

            assertThat(answers).extracting(Response::status).containsExactly(200, 200, 200, 429);
            Response refused = answers.get(3);
            assertThat(refused.error()).isEqualTo("over-plan");
            assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
            assertThat(refused.json().getString("type")).endsWith("/over-plan");
            assertThat(refused.json().getInteger("status")).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(99, 100);
            assertThat(refused.header("ratelimit")).matches("\"tenant\";r=0;t=" + refused.header("retry-after"));
        }
    }

    @Test
    void everyAnswerTellsThePolicyAndWhatIsLeft() {
        try (GatewayUnderTest gateway = gateway(THREE, null, false)) {
            List<Response> answers = calls(gateway, 3);

            assertThat(answers)
                    .extracting(answer -> answer.header("ratelimit-policy"))
                    .containsOnly("\"tenant\";q=3;w=300");
            assertThat(answers)
                    .extracting(answer -> answer.header("ratelimit").replaceAll(";t=.*", ""))
                    .containsExactly("\"tenant\";r=2", "\"tenant\";r=1", "\"tenant\";r=0");
        }
    }

    @Test
    void sdkIsRefusedInTheFormItCanRead() {
        try (GatewayUnderTest gateway = gateway(THREE, null, false)) {
            TuyaClient client = gateway.connected(TestTenants.ACME);
            List<Response> answers = IntStream.range(0, 3)
                    .mapToObj(i -> client.get(DEVICE).send())
                    .toList();

            assertThat(answers).extracting(Response::status).containsOnly(200);
            assertThat(answers).extracting(Response::code).containsExactly(0, 0, 1199);
            Response refused = answers.get(2);
            assertThat(refused.message()).startsWith("your requests are too frequent");
            assertThat(refused.success()).isFalse();
            assertThat(refused.error()).isEqualTo("over-plan");
            assertThat(refused.header("retry-after")).isNotEmpty();
            assertThat(refused.header("ratelimit-policy")).isNotEmpty();
        }
    }

    @Test
    void credentialHasAPlanOfItsOwnWithinTheTenants() {
        try (GatewayUnderTest gateway = gateway(new Plan(0.01, 100), new Plan(0.01, 1), false)) {
            List<Response> answers = calls(gateway, 2);

            assertThat(answers).extracting(Response::status).containsExactly(200, 429);
            assertThat(answers.get(0).header("ratelimit-policy"))
                    .isEqualTo("\"credential\";q=1;w=100, \"tenant\";q=100;w=10000");
            assertThat(answers.get(0).header("ratelimit")).startsWith("\"credential\";r=0;t=100, \"tenant\";r=99;t=");
            assertThat(answers.get(1).header("ratelimit")).doesNotContain("tenant");
            assertThat(gateway.client("acme-old").connected().get(DEVICE).send().success())
                    .as("another credential of the tenant goes on")
                    .isTrue();
        }
    }

    @Test
    void callThatItsTenantMayNotMakeIsNotCountedAgainstItsCredential() {
        try (GatewayUnderTest gateway = gateway(new Plan(0.01, 1), new Plan(0.01, 3), false)) {
            List<Response> answers = calls(gateway, 4);

            assertThat(answers.get(3).header("ratelimit")).startsWith("\"credential\";r=1;");
            assertThat(answers.get(3).error()).isEqualTo("over-plan");
        }
    }

    @Test
    void planThatIsOnlyTriedOutRefusesNothing() {
        try (GatewayUnderTest gateway = gateway(THREE, null, true)) {
            List<Response> answers = calls(gateway, 5);

            assertThat(answers).extracting(Response::status).containsOnly(200);
            assertThat(answers.get(4).header("ratelimit")).startsWith("\"tenant\";r=0;");
            assertThat(gateway.management("/metrics").text())
                    .contains("tuyere_limit_decisions_total{decision=\"dry-run\",layer=\"plan\"} 2.0");
        }
    }

    @Test
    void whoCannotProveWhoHeIsUsesUpNobodysPlan() {
        try (GatewayUnderTest gateway = gateway(THREE, null, false)) {
            for (int i = 0; i < 5; i++) {
                Response forged = gateway.client("acme-sdk")
                        .get(DEVICE)
                        .header("sign", "0")
                        .send();
                assertThat(forged.code()).isEqualTo(1004);
                assertThat(forged.headers()).doesNotContainKey("ratelimit");
            }

            assertThat(calls(gateway, 1)).extracting(Response::status).containsExactly(200);
        }
    }

    @Test
    void floodOfOneTenantTakesNothingFromAnother() {
        try (GatewayUnderTest gateway = gateway(THREE, null, false)) {
            assertThat(calls(gateway, 20)).extracting(Response::status).contains(429);

            Response other = gateway.keyed(TestTenants.EUROPE, "GET", DEVICE).send();

            assertThat(other.status()).isEqualTo(200);
            assertThat(other.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
        }
    }

    private static List<Response> calls(GatewayUnderTest gateway, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> gateway.keyed(TestTenants.ACME, "GET", DEVICE).send())
                .toList();
    }

    private static GatewayUnderTest gateway(Plan ofTenant, @Nullable Plan ofKey, boolean dryRun) {
        return GatewayUnderTest.start(configuration -> configuration
                .withTenants(TestTenants.all().stream()
                        .map(tenant -> tenant.id().equals(TestTenants.ACME) ? planned(tenant, ofTenant, ofKey) : tenant)
                        .toList())
                .withLimits(LimitSettings.defaults().withDryRun(dryRun)));
    }

    private static Tenant planned(Tenant tenant, Plan ofTenant, @Nullable Plan ofKey) {
        List<Credential> credentials = tenant.credentials().stream()
                .map(credential -> credential instanceof Credential.ApiKey key
                        ? new Credential.ApiKey(key.sha256(), key.mappedStatus(), ofKey)
                        : credential)
                .toList();
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                credentials,
                ofTenant,
                tenant.budget());
    }
}
