package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.BudgetPage;
import io.tuyere.gateway.Directory;
import io.tuyere.limit.Limits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /limits} and {@code /budgets}: what is held back, and what is used of the month. Any thread. */
public final class LimitsResource implements AdminResource {
    private final Supplier<Directory> directory;
    private final Limits limits;
    private final BudgetPage budgets;
    private final Supplier<Integer> instances;

    /**
     * The limits of the process.
     *
     * @param instances that share them, as this one knows
     */
    public LimitsResource(
            Supplier<Directory> directory, Limits limits, BudgetPage budgets, Supplier<Integer> instances) {
        this.directory = directory;
        this.limits = limits;
        this.budgets = budgets;
        this.instances = instances;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/limits", call -> Future.succeededFuture(AdminAnswer.ok(limits())));
        routes.read("/budgets", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
        routes.read(
                "/tenants/{tenant}/budget",
                call -> Future.succeededFuture(AdminAnswer.ok(budgets.page(tenant(call.path("tenant"))))));
        routes.act(HttpMethod.POST, "/budgets/{project}/reopen", Role.OPERATE, "budget reopen", call -> {
            String project = project(call.path("project"));
            limits.budgets().reopen(project);
            return Future.succeededFuture(AdminAnswer.ok(new JsonObject()
                    .put("project", project)
                    .put("closed_by_cloud", limits.budgets().of(project).closed())));
        });
    }

    private JsonObject limits() {
        return new JsonObject()
                .put("dry_run", limits.dryRun())
                .put("waiting_for_their_turn", limits.pace().waiting())
                .put("budgets_closed_by_cloud", limits.budgets().closed())
                .put("instances", instances.get());
    }

    private JsonObject list(Page page) {
        return page.of("budgets", directory.get().tenants().values(), Tenant::id, budgets::page);
    }

    private Tenant tenant(String id) {
        return Optional.ofNullable(directory.get().tenants().get(id))
                .orElseThrow(() -> AdminProblem.notFound("there is no tenant of this id"));
    }

    private String project(String accessId) {
        return directory.get().tenants().values().stream()
                .flatMap(tenant -> tenant.projects().values().stream())
                .map(Project::accessId)
                .filter(accessId::equals)
                .findFirst()
                .orElseThrow(() -> AdminProblem.notFound("no tenant has a project with this access id"));
    }
}
