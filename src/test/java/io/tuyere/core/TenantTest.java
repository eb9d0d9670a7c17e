package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.core.Tenant.Budget;
import io.tuyere.core.Tenant.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {
    private static final Project PROJECT = new Project("p1", Secret.of("s"));

    @Test
    void enabledRegionHasItsProject() {
        Tenant tenant = tenant("eu", List.of("eu", "us"), Map.of("eu", PROJECT, "us", PROJECT));

        assertThat(tenant.project("us")).contains(PROJECT);
        assertThat(tenant.project("in")).isEmpty();
        assertThat(tenant.regions()).containsExactly("eu", "us");
    }

    @Test
    void tenantWithoutDefaultRegionIsFine() {
        assertThat(tenant(null, List.of("eu"), Map.of("eu", PROJECT)).defaultRegion())
                .isNull();
    }

    @Test
    void enabledRegionWithoutProjectIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tenant("eu", List.of("eu", "us"), Map.of("eu", PROJECT)))
                .withMessage("tenant acme has no project for region us");
    }

    @Test
    void defaultRegionMustBeEnabled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tenant("us", List.of("eu"), Map.of("eu", PROJECT, "us", PROJECT)))
                .withMessage("default-region us of tenant acme is not enabled");
    }

    @Test
    void onlyATenantThatSignsNothingNeedsNoProject() {
        Tenant relayed = tenant("eu", List.of("eu", "us"), Map.of());

        assertThat(relayed.project("eu")).isEmpty();
        assertThat(relayed.accessIds("eu")).containsExactly("real-id");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Tenant("a", null, List.of("eu"), false, Map.of(), Map.of(), List.of(), null, null))
                .withMessage("tenant a has no project for region eu");
    }

    @Test
    void listsAreCopied() {
        List<String> regions = new ArrayList<>(List.of("eu"));
        Tenant tenant = tenant("eu", regions, Map.of("eu", PROJECT));
        regions.add("us");

        assertThat(tenant.regions()).containsExactly("eu");
        assertThat(tenant.credentials()).containsExactly(new Credential.Relay("real-id"));
        assertThat(tenant.countries()).containsEntry("HK", "us");
    }

    @Test
    void printedTenantHoldsNoSecret() {
        Project project = new Project("p1", Secret.of("s3cret"));

        assertThat(tenant("eu", List.of("eu"), Map.of("eu", project)).toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void planMustAllowSomething(double perSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(perSecond, 1))
                .withMessage("plan.per-second must be above 0, was " + perSecond);
    }

    @Test
    void burstMustAllowOneCall() {
        assertThat(new Plan(0.1, 1).burst()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(1, 0))
                .withMessage("plan.burst must be at least 1, was 0");
    }

    @Test
    void budgetMustAllowOneCall() {
        assertThat(new Budget(1, true).stop()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(0, false))
                .withMessage("budget.calls-per-month must be at least 1, was 0");
    }

    private static Tenant tenant(@Nullable String defaultRegion, List<String> regions, Map<String, Project> projects) {
        return new Tenant(
                "acme",
                defaultRegion,
                regions,
                false,
                Map.of("HK", "us"),
                projects,
                List.of(new Credential.Relay("real-id")),
                null,
                null);
    }
}
