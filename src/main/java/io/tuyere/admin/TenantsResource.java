package io.tuyere.admin;

import io.tuyere.admin.AdminProblem.Kind;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.tuyere.redis.RedisLostException;
import io.tuyere.tenant.StoredTenant;
import io.tuyere.tenant.TenantEditor;
import io.tuyere.tenant.TenantEditor.Edited;
import io.tuyere.tenant.TenantFeed;
import io.tuyere.tenant.TenantForm;
import io.tuyere.tenant.TenantRefused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * {@code /tenants}: who may call, and with which credentials. They are changed here where they are kept in Redis; a file is
 * changed by an editor. A change names the revision that it was made of in {@code If-Match}. Any thread.
 */
public final class TenantsResource implements AdminResource {
    private static final String ANY = "*";

    private final Supplier<Directory> directory;
    private final Optional<Kept> kept;

    /**
     * The tenants of whatever directory is current.
     *
     * @param kept where they are changed; empty where they are kept in a file
     */
    public TenantsResource(Supplier<Directory> directory, Optional<Kept> kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** Tenants that are kept in Redis. */
    public record Kept(TenantEditor editor, TenantFeed feed) {}

    private interface Change {
        Future<AdminAnswer> make(AdminCall call, Kept tenants);
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.read("/tenants", call -> Future.succeededFuture(AdminAnswer.ok(list(call.page()))));
        routes.read("/tenants/{tenant}", call -> one(call.path("tenant")));
        admin(routes, HttpMethod.POST, "/tenants", "tenant create", this::create);
        admin(routes, HttpMethod.PUT, "/tenants/{tenant}", "tenant change", this::put);
        admin(routes, HttpMethod.DELETE, "/tenants/{tenant}", "tenant remove", this::remove);
        admin(routes, HttpMethod.POST, "/tenants/{tenant}/credentials", "credential issue", this::issue);
        String one = "/tenants/{tenant}/credentials/{credential}";
        admin(routes, HttpMethod.POST, one + "/rotate", "credential rotate", this::rotate);
        admin(routes, HttpMethod.DELETE, one, "credential revoke", this::revoke);
    }

    private void admin(AdminRoutes routes, HttpMethod method, String path, String action, Change change) {
        routes.act(
                method,
                path,
                Role.ADMIN,
                action,
                call -> change.make(
                                call,
                                kept.orElseThrow(() -> new AdminProblem(
                                        Kind.TENANTS_IN_FILE,
                                        "tenants are kept in a file: change it there, or take it over with"
                                                + " tuyere tenant import and set tenants.store to redis")))
                        .recover(cause -> Future.failedFuture(problem(cause))));
    }

    private JsonObject list(Page page) {
        JsonObject list = page.of("tenants", directory.get().tenants().values(), Tenant::id, TenantsResource::summary)
                .put("total", directory.get().tenants().size())
                .put("store", kept.isPresent() ? "redis" : "file");
        JsonArray skipped = new JsonArray();
        kept.map(Kept::feed).map(TenantFeed::skipped).orElse(Map.of()).entrySet().stream()
                .limit(page.limit())
                .forEach(each ->
                        skipped.add(new JsonObject().put("id", each.getKey()).put("reason", each.getValue())));
        return list.put("skipped", skipped);
    }

    private static JsonObject summary(Tenant tenant) {
        return new JsonObject()
                .put("id", tenant.id())
                .put("default-region", tenant.defaultRegion())
                .put("regions", new JsonArray(tenant.regions()))
                .put("credentials", tenant.credentials().size())
                .put("plan", tenant.plan() == null ? null : tenant.plan().perSecond())
                .put("budget", tenant.budget() == null ? null : tenant.budget().callsPerMonth());
    }

    private Future<AdminAnswer> one(String id) {
        return kept.map(tenants -> tenants.editor()
                        .find(id)
                        .map(stored -> answer(200, stored))
                        .recover(cause -> cause instanceof RedisLostException
                                ? Future.succeededFuture(known(id))
                                : Future.failedFuture(problem(cause))))
                .orElseGet(() -> Future.succeededFuture(known(id)));
    }

    /** As it is in force here, without a revision. */
    private AdminAnswer known(String id) {
        return Optional.ofNullable(directory.get().tenants().get(id))
                .map(tenant -> AdminAnswer.ok(view(id, TenantForm.of(tenant))))
                .orElseThrow(() -> AdminProblem.notFound("there is no tenant of this id"));
    }

    private static JsonObject view(String id, JsonObject form) {
        return new JsonObject().put("id", id).mergeIn(TenantForm.masked(form));
    }

    private static AdminAnswer answer(int status, StoredTenant stored) {
        JsonObject view = view(stored.id(), stored.form()).put("revision", Long.toString(stored.revision()));
        return new AdminAnswer(status, Map.of("ETag", "\"" + stored.revision() + "\""), view, "");
    }

    private static AdminAnswer answer(int status, Edited edited) {
        AdminAnswer answer = answer(status, edited.stored());
        answer.body().put("issued", edited.issued());
        return answer;
    }

    private Future<AdminAnswer> create(AdminCall call, Kept tenants) {
        JsonObject form = call.body();
        String id = AdminCall.text(form, "id");
        return tenants.editor()
                .put(id, form, OptionalLong.of(0))
                .compose(edited -> seen(tenants, answer(201, edited)))
                .map(answer -> answer.with("Location", AdminRoutes.PREFIX + "/tenants/" + id)
                        .about(id));
    }

    private Future<AdminAnswer> put(AdminCall call, Kept tenants) {
        return tenants.editor()
                .put(call.path("tenant"), call.body(), expected(call))
                .compose(edited -> seen(tenants, answer(200, edited)));
    }

    private Future<AdminAnswer> remove(AdminCall call, Kept tenants) {
        String id = call.path("tenant");
        return tenants.editor()
                .remove(id, expected(call))
                .compose(removed -> seen(tenants, AdminAnswer.ok(new JsonObject().put("removed", id))));
    }

    private Future<AdminAnswer> issue(AdminCall call, Kept tenants) {
        return tenants.editor()
                .issue(call.path("tenant"), call.body())
                .compose(edited -> seen(tenants, answer(201, edited)));
    }

    private Future<AdminAnswer> rotate(AdminCall call, Kept tenants) {
        return tenants.editor()
                .rotate(call.path("tenant"), call.path("credential"))
                .compose(edited -> seen(tenants, answer(201, edited)));
    }

    private Future<AdminAnswer> revoke(AdminCall call, Kept tenants) {
        return tenants.editor()
                .revoke(call.path("tenant"), call.path("credential"))
                .compose(stored -> seen(tenants, answer(200, stored)));
    }

    /** The change is in force here when it is answered, unless Redis was lost on the way. */
    private static Future<AdminAnswer> seen(Kept tenants, AdminAnswer answer) {
        return tenants.feed().catchUp().map(answer).otherwise(answer);
    }

    private static OptionalLong expected(AdminCall call) {
        Optional<String> match = call.header("If-Match").map(String::strip);
        if (call.header("If-None-Match").filter(ANY::equals).isPresent()) {
            return OptionalLong.of(0);
        }
        if (match.isEmpty()) {
            throw new AdminProblem(
                    Kind.NO_REVISION,
                    "say in If-Match which revision you change: its ETag, or * for any;"
                            + " If-None-Match: * for a new one");
        }
        if (match.get().equals(ANY)) {
            return OptionalLong.empty();
        }
        String digits = match.get().replaceAll("^\"|\"$", "");
        if (!digits.matches("[0-9]{1,18}")) {
            throw changed("this is no revision of a tenant");
        }
        return OptionalLong.of(Long.parseLong(digits));
    }

    private static AdminProblem changed(String detail) {
        return new AdminProblem(Kind.TENANT_CHANGED, detail);
    }

    private static Throwable problem(Throwable cause) {
        if (cause instanceof RedisLostException) {
            return new AdminProblem(Kind.REDIS_LOST, "tenants cannot be changed while redis is lost");
        }
        if (!(cause instanceof TenantRefused refused)) {
            return cause;
        }
        String words = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case MISSING -> AdminProblem.notFound(words);
            case EXISTS -> new AdminProblem(Kind.TENANT_EXISTS, words);
            case CHANGED -> changed(words);
            case TAKEN -> new AdminProblem(Kind.CREDENTIAL_TAKEN, words);
            case INVALID -> new AdminProblem(Kind.TENANT_INVALID, words, refused.problems());
        };
    }
}
