package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.observe.Meters;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of tenants, credentials and projects that come and go. */
class PlansTest {
    private static final Project PROJECT = new Project("p", Secret.of("s"));
    private static final Plan PLAN = new Plan(10, 10);

    private final Set<String> limiters = new HashSet<>();
    private final Plans plans = new Plans(new Limiters() {
        private final Limiters local = Limiters.local(() -> 0);

        @Override
        public Limiter limiter(String key, Gcra rate) {
            limiters.add(key);
            return local.limiter(key, rate);
        }

        @Override
        public void drop(String key) {
            limiters.remove(key);
        }
    });

    private static Credential key(String tenant) {
        return new Credential.ApiKey(Digest.sha256(tenant), false, PLAN);
    }

    private static Tenant tenant(String id, @Nullable Plan plan, List<Credential> credentials) {
        return new Tenant(id, "eu", List.of("eu"), false, Map.of(), Map.of("eu", PROJECT), credentials, plan, null);
    }

    @Test
    void tenantsThatComeAndGoLeaveNothing() {
        for (int i = 0; i < 10_000; i++) {
            String id = "tenant-" + i;
            Tenant tenant = tenant(id, PLAN, List.of(key(id)));
            assertThat(plans.of(tenant)).isNotNull();
            assertThat(plans.of(tenant, key(id))).isNotNull();
            if (i % 100 == 99) {
                plans.keep(Map.of(id, tenant));
                assertThat(plans.size()).isEqualTo(2);
            }
        }

        plans.keep(Map.of());

        assertThat(plans.size()).isZero();
        assertThat(limiters).isEmpty();
    }

    @Test
    void planThatATenantHasNoMoreIsDroppedAndTheOthersGoOn() {
        Tenant before = tenant("acme", PLAN, List.of(key("one"), key("two")));
        PlanLimit kept = plans.of(before, key("one"));
        assertThat(plans.of(before)).isNotNull();
        assertThat(plans.of(before, key("two"))).isNotNull();

        Tenant after = tenant("acme", null, List.of(key("one")));
        plans.keep(Map.of("acme", after));

        assertThat(plans.size()).isEqualTo(1);
        assertThat(plans.of(after, key("one"))).isSameAs(kept);
    }

    @Test
    void gatesOfProjectsThatAreGoneAreDropped() {
        Pace pace = new Pace(
                Limiters.local(() -> 0),
                Limiters.local(() -> 0),
                new Pace.Shared(
                        new Meters().limits(), new WaitingRoom(1), (millis, action) -> {}, () -> 0, () -> false));
        for (int i = 0; i < 10_000; i++) {
            assertThat(pace.gate("project-" + i, "eu", "GET", "/v1.0/devices/{device_id}"))
                    .isNotNull();
        }

        pace.keep("project-7"::equals);

        assertThat(pace.size()).isEqualTo(1);
    }

    @Test
    void accountIsDroppedOnceTheFleetKnowsWhatItUsed() {
        Budgets budgets = new Budgets(new Meters().limits(), () -> false, () -> 1_700_000_000_000L);
        budgets.of("idle").observe();
        BudgetAccount used = budgets.of("used");
        assertThat(budgets.spend(used, null)).isNull();

        budgets.keep(project -> false);
        assertThat(budgets.all()).containsExactly(used);

        used.told(used.due(), 1, false);
        budgets.keep(project -> false);
        assertThat(budgets.all()).isEmpty();
    }
}
