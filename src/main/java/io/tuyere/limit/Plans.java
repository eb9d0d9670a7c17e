package io.tuyere.limit;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Plan;
import io.tuyere.redis.RedisKeys;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The plans in force, one limiter for each tenant and credential that has one. A plan that a new configuration leaves as it
 * was goes on with what is used of it; a changed one begins whole. Those of tenants and credentials that are gone are dropped by
 * {@link #keep}. Any thread.
 */
public final class Plans {
    private static final int HASH_DIGITS = 16;

    private final Limiters limiters;
    private final ConcurrentHashMap<String, PlanLimit> ofTenants = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Credential, PlanLimit> ofCredentials = new ConcurrentHashMap<>();

    /** Plans that are held by such limiters. */
    public Plans(Limiters limiters) {
        this.limiters = limiters;
    }

    /** The limit of all calls of a tenant, null for none. */
    public @Nullable PlanLimit of(Tenant tenant) {
        Plan plan = tenant.plan();
        if (plan == null) {
            return null;
        }
        PlanLimit known = ofTenants.get(tenant.id());
        return known != null && known.plan().equals(plan)
                ? known
                : ofTenants.compute(tenant.id(), (id, old) -> kept(old, plan, "tenant", id, "{" + id + "}:plan"));
    }

    /** The limit of the calls with one credential, null for none. */
    public @Nullable PlanLimit of(Tenant tenant, Credential credential) {
        Plan plan = credential.plan();
        if (plan == null) {
            return null;
        }
        PlanLimit known = ofCredentials.get(credential);
        return known != null
                ? known
                : ofCredentials.computeIfAbsent(
                        credential,
                        proof -> kept(
                                null, plan, "credential", tenant.id(), "{" + tenant.id() + "}:plan:" + name(proof)));
    }

    /** Drops the limiters of all other tenants, and of what these have no more. */
    public void keep(Map<String, Tenant> tenants) {
        ofTenants.forEach((id, limit) -> {
            Tenant tenant = tenants.get(id);
            if (tenant == null || tenant.plan() == null) {
                ofTenants.computeIfPresent(id, (gone, known) -> dropped(known));
            }
        });
        ofCredentials.forEach((credential, limit) -> {
            Tenant tenant = tenants.get(limit.tenant());
            if (tenant == null || !tenant.credentials().contains(credential)) {
                ofCredentials.computeIfPresent(credential, (gone, known) -> dropped(known));
            }
        });
    }

    private @Nullable PlanLimit dropped(PlanLimit limit) {
        limiters.drop(limit.key());
        return null;
    }

    /** Limiters that there are. */
    int size() {
        return ofTenants.size() + ofCredentials.size();
    }

    private PlanLimit kept(@Nullable PlanLimit old, Plan plan, String name, String tenant, String key) {
        return old != null && old.plan().equals(plan)
                ? old
                : new PlanLimit(
                        name, plan, tenant, key, limiters.limiter(key, Gcra.of(plan.perSecond(), plan.burst())));
    }

    /** What can be shown of a credential. */
    private static String name(Credential credential) {
        if (credential instanceof Credential.Signed signed) {
            return "signed:" + RedisKeys.escaped(signed.accessId());
        }
        if (credential instanceof Credential.ApiKey key) {
            return "key:" + key.sha256().substring(0, HASH_DIGITS);
        }
        if (credential instanceof Credential.Mtls certificate) {
            return "mtls:" + RedisKeys.escaped(certificate.shown());
        }
        if (credential instanceof Credential.Jwt jwt) {
            return "jwt:" + Digest.sha256(jwt.name()).substring(0, HASH_DIGITS);
        }
        return "relay:" + RedisKeys.escaped(((Credential.Relay) credential).accessId());
    }
}
