package io.tuyere;

import io.tuyere.admin.AdminApi;
import io.tuyere.admin.AdminResource;
import io.tuyere.admin.BreakersResource;
import io.tuyere.admin.ConfigResource;
import io.tuyere.admin.CountriesResource;
import io.tuyere.admin.ExplainResource;
import io.tuyere.admin.FailuresResource;
import io.tuyere.admin.LearnedRegionsResource;
import io.tuyere.admin.LimitsResource;
import io.tuyere.admin.LogLevelsResource;
import io.tuyere.admin.ManagementServer;
import io.tuyere.admin.RegionsResource;
import io.tuyere.admin.RotationsResource;
import io.tuyere.admin.StatusResource;
import io.tuyere.admin.TenantsResource;
import io.tuyere.admin.TokensResource;
import io.tuyere.gateway.BudgetPage;
import io.tuyere.limit.FleetLimits;
import io.vertx.core.Vertx;
import java.util.List;

/** Constructs what serves the management port. */
final class ManagementWiring {
    private final Wiring process;
    private final Vertx vertx;

    ManagementWiring(Wiring process, Vertx vertx) {
        this.process = process;
        this.vertx = vertx;
    }

    ManagementServer server() {
        AdminApi api =
                new AdminApi(() -> process.generations.configuration().management(), process.meters, resources());
        return new ManagementServer(
                vertx, process.configuration.management(), process.meters, process::lacking, process::awaited, api);
    }

    private List<AdminResource> resources() {
        return List.of(
                new StatusResource(
                        VersionCommand.version(),
                        process.directory,
                        process.generations,
                        process::lacking,
                        process.clock),
                new RegionsResource(process.directory, process.breakers),
                new CountriesResource(process.directory),
                new BreakersResource(process.directory, process.breakers, process.templates),
                new ConfigResource(process.generations, process::watcher),
                new LogLevelsResource(process.logs),
                new TenantsResource(process.directory, process.stored.map(StoredTenants::kept)),
                new RotationsResource(process.directory, process.clientSecrets, process.projectSecrets),
                new TokensResource(process.directory, process.tokens, new EdgeWiring(process, vertx).stacks()),
                new LimitsResource(
                        process.directory,
                        process.limits,
                        new BudgetPage(process.limits.budgets(), process.clock),
                        () -> process.fleet.map(FleetLimits::instances).orElse(1)),
                new LearnedRegionsResource(process.learned),
                new ExplainResource(
                        process.directory, process.learned, process.breakers, process.limits, process.tokens),
                new FailuresResource(vertx, process.failures, process.codes));
    }
}
