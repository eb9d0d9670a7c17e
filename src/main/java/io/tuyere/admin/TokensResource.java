package io.tuyere.admin;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.RegionStacks;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code /tokens}: the cloud's tokens of projects as this instance holds them, never the tokens themselves. Sessions of users
 * are only counted. Owner's event loop only.
 */
public final class TokensResource implements AdminResource {
    private static final String ONE = "/tokens/{project}/{region}";

    private final Supplier<Directory> directory;
    private final Tokens tokens;
    private final RegionStacks stacks;

    /** The tokens of the process, and stacks of this event loop to renew them by. */
    public TokensResource(Supplier<Directory> directory, Tokens tokens, RegionStacks stacks) {
        this.directory = directory;
        this.tokens = tokens;
        this.stacks = stacks;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/tokens", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
        routes.act(HttpMethod.POST, ONE + "/renew", Role.OPERATE, "token renew", this::renew);
        routes.act(HttpMethod.DELETE, ONE, Role.OPERATE, "token drop", this::drop);
    }

    private JsonObject list(Page page) {
        List<Tokens.State> states = tokens.states();
        List<Tokens.State> projects = states.stream()
                .filter(state -> state.key() instanceof TokenKey.OfProject)
                .toList();
        return page.of("tokens", projects, state -> name((TokenKey.OfProject) state.key()), TokensResource::view)
                .put("sessions", states.size() - projects.size());
    }

    private static String name(TokenKey.OfProject key) {
        return key.accessId() + "/" + key.region();
    }

    static JsonObject view(Tokens.State state) {
        TokenKey.OfProject key = (TokenKey.OfProject) state.key();
        return new JsonObject()
                .put("project", key.accessId())
                .put("region", key.region())
                .put("age_ms", state.ageMillis())
                .put("source", state.source())
                .put("remaining_ms", state.remainingMillis())
                .put("expires", Instant.ofEpochMilli(state.expiresAtMillis()).toString())
                .put("refused", state.refused());
    }

    private Future<AdminAnswer> renew(AdminCall call) {
        TokenKey.OfProject key = key(call);
        Region region = directory
                .get()
                .regions()
                .find(key.region())
                .orElseThrow(() -> AdminProblem.notFound("there is no region of this name"));
        Project project = directory.get().tenants().values().stream()
                .map(Tenant::projects)
                .flatMap(projects -> projects.values().stream())
                .filter(each -> each.accessId().equals(key.accessId()))
                .findFirst()
                .orElseThrow(() -> AdminProblem.notFound("no tenant has a project with this access id"));
        return stacks.renew(region, project, key)
                .map(renewed -> AdminAnswer.ok(now(key)))
                .recover(cause -> Future.failedFuture(
                        cause instanceof FailureException failed ? AdminProblem.of(failed.failure()) : cause));
    }

    private JsonObject now(TokenKey key) {
        return tokens.states().stream()
                .filter(state -> state.key().equals(key))
                .findFirst()
                .map(TokensResource::view)
                .orElseThrow(() -> AdminProblem.notFound("no token is held"));
    }

    private Future<AdminAnswer> drop(AdminCall call) {
        TokenKey.OfProject key = key(call);
        return tokens.drop(key).map(dropped -> {
            if (!dropped) {
                throw AdminProblem.notFound("no token is held for this project and region");
            }
            return AdminAnswer.ok(
                    new JsonObject().put("project", key.accessId()).put("region", key.region()));
        });
    }

    private static TokenKey.OfProject key(AdminCall call) {
        return new TokenKey.OfProject(call.path("project"), call.path("region"));
    }
}
