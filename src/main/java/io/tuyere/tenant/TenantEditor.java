package io.tuyere.tenant;

import io.tuyere.core.Tenant;
import io.tuyere.tenant.TenantParser.Parsed;
import io.tuyere.tenant.TenantRefused.Kind;
import io.tuyere.tenant.TenantStore.Outcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Changes tenants in Redis: checks them as a file is checked, makes up the secrets that are left out, and stores them if nobody
 * was faster. Any thread; futures fail with {@link TenantRefused}, or when Redis is lost.
 */
public final class TenantEditor {
    private static final int TRIES = 5;

    private final TenantStore store;
    private final TenantParser parser;

    /** An editor of the tenants in this store. */
    public TenantEditor(TenantStore store, TenantParser parser) {
        this.store = store;
        this.parser = parser;
    }

    /**
     * A tenant after a change.
     *
     * @param issued credentials that were made up, with their secrets, which cannot be had again
     */
    public record Edited(StoredTenant stored, JsonArray issued) {
        @Override
        public String toString() {
            return "Edited[" + stored + "]";
        }
    }

    /** A tenant as it is stored. */
    public Future<StoredTenant> find(String id) {
        return store.find(id).map(found -> found.orElseThrow(TenantRefused::missing));
    }

    /**
     * Stores a tenant. Secrets that are left out or masked stay as they are, or are made up for credentials that are new;
     * credentials that are left out altogether stay as well.
     *
     * @param expected revision that it has, 0 where there must be none, empty for any
     */
    public Future<Edited> put(String id, JsonObject wanted, OptionalLong expected) {
        return store.find(id).compose(existing -> {
            if (existing.isEmpty() && expected.isPresent() && expected.getAsLong() != 0) {
                return Future.failedFuture(TenantRefused.missing());
            }
            JsonObject before = existing.map(StoredTenant::form).orElseGet(JsonObject::new);
            JsonArray issued = new JsonArray();
            return save(id, drafted(wanted, before, issued), expected).map(stored -> new Edited(stored, issued));
        });
    }

    private static JsonObject drafted(JsonObject wanted, JsonObject before, JsonArray issued) {
        JsonObject form = wanted.copy();
        form.remove("id");
        form.remove("revision");
        TenantForm.keepProjects(form, before);
        if (!form.containsKey("credentials")) {
            form.put("credentials", TenantForm.credentials(before).copy());
        }
        for (Object each : TenantForm.credentials(form)) {
            if (each instanceof JsonObject credential) {
                TenantForm.keepCredential(credential, before);
                TenantForm.issue(credential).ifPresent(issued::add);
            }
        }
        return form;
    }

    private Future<StoredTenant> save(String id, JsonObject form, OptionalLong expected) {
        Parsed parsed = parser.parse(id, form);
        Optional<Tenant> tenant = parsed.tenant();
        if (tenant.isEmpty()) {
            return Future.failedFuture(new TenantRefused(Kind.INVALID, "this makes no tenant", parsed.problems()));
        }
        TenantForm.hashKeys(form);
        return store.put(tenant.get(), form, expected)
                .map(outcome -> new StoredTenant(id, done(outcome, expected), form));
    }

    private static long done(Outcome outcome, OptionalLong expected) {
        if (outcome instanceof Outcome.Done done) {
            return done.revision();
        }
        if (outcome instanceof Outcome.Taken taken) {
            throw new TenantRefused(
                    Kind.TAKEN, "one of its credentials is that of the tenant " + taken.by() + "; give it its own");
        }
        boolean wasNew = expected.isPresent() && expected.getAsLong() == 0;
        throw wasNew
                ? new TenantRefused(Kind.EXISTS, "there is a tenant of this id")
                : new TenantRefused(Kind.CHANGED, "the tenant was changed meanwhile; look at it again");
    }

    /** Removes a tenant. */
    public Future<Void> remove(String id, OptionalLong expected) {
        return store.remove(id, expected).map(outcome -> {
            if (outcome instanceof Outcome.Conflict conflict && conflict.revision() == 0) {
                throw TenantRefused.missing();
            }
            long unused = done(outcome, expected);
            return null;
        });
    }

    /** Adds a credential, made up as far as nothing is said about it. */
    public Future<Edited> issue(String id, JsonObject credential) {
        return add(id, form -> credential.copy());
    }

    /** Adds a credential like one that there is, with a secret of its own; both live until the old one is withdrawn. */
    public Future<Edited> rotate(String id, String credential) {
        return add(id, form -> {
            JsonObject twin = TenantForm.find(form, credential)
                    .orElseThrow(() -> new TenantRefused(Kind.MISSING, "there is no credential of this id"))
                    .copy();
            List.of("access-id", "access-secret", "key", "sha256").forEach(twin::remove);
            return twin;
        });
    }

    private Future<Edited> add(String id, UnaryOperator<JsonObject> made) {
        JsonArray issued = new JsonArray();
        return change(id, TRIES, form -> {
                    issued.clear();
                    JsonObject credential = made.apply(form);
                    TenantForm.issue(credential).ifPresent(issued::add);
                    JsonArray all = TenantForm.credentials(form).copy().add(credential);
                    return form.put("credentials", all);
                })
                .map(stored -> new Edited(stored, issued));
    }

    /** Withdraws a credential: whoever shows it is unknown from now on. */
    public Future<StoredTenant> revoke(String id, String credential) {
        return change(id, TRIES, form -> {
            List<Object> left = new ArrayList<>();
            TenantForm.credentials(form).forEach(left::add);
            boolean removed = left.removeIf(each ->
                    each instanceof JsonObject proof && TenantForm.id(proof).equals(credential));
            if (!removed) {
                throw new TenantRefused(Kind.MISSING, "there is no credential of this id");
            }
            return form.put("credentials", new JsonArray(left));
        });
    }

    /** Changes what is stored, again from the beginning when somebody was faster. */
    private Future<StoredTenant> change(String id, int tries, UnaryOperator<JsonObject> edit) {
        return find(id).compose(
                        before -> save(id, edit.apply(before.form().copy()), OptionalLong.of(before.revision())))
                .recover(cause -> tries > 1 && cause instanceof TenantRefused refused && refused.kind() == Kind.CHANGED
                        ? change(id, tries - 1, edit)
                        : Future.failedFuture(cause));
    }
}
