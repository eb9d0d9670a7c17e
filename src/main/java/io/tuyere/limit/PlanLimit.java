package io.tuyere.limit;

import io.tuyere.core.Tenant.Plan;
import io.vertx.core.Future;

/**
 * A plan in force, and how it is told to clients: the fields of the IETF draft "RateLimit header fields for HTTP"
 * (draft-ietf-httpapi-ratelimit-headers, 2025-09), in which a quota holds for a window of whole seconds. A burst that the
 * rate gives back within whole seconds is told as it is, {@code q} calls in {@code w} seconds; otherwise the window is rounded
 * up, and the quota is what the rate gives in it. Any thread.
 */
public final class PlanLimit {
    private final String name;
    private final Plan plan;
    private final String tenant;
    private final String key;
    private final Limiter limiter;
    private final String policy;

    PlanLimit(String name, Plan plan, String tenant, String key, Limiter limiter) {
        this.name = name;
        this.plan = plan;
        this.tenant = tenant;
        this.key = key;
        this.limiter = limiter;
        this.policy = policy(name, plan);
    }

    private static String policy(String name, Plan plan) {
        double recovery = plan.burst() / plan.perSecond();
        long window = Math.max(1, (long) Math.ceil(recovery));
        long quota = Math.max(1, (long) Math.floor(plan.perSecond() * window));
        return '"' + name + "\";q=" + quota + ";w=" + window;
    }

    /** Takes a permit, if there is one. */
    public Future<Verdict> take() {
        return limiter.take();
    }

    /** How it stands now, as far as this process knows; takes nothing. */
    public Verdict look() {
        return limiter.look();
    }

    /** Takes back a permit that was not used. */
    public void giveBack() {
        limiter.giveBack();
    }

    /** Whose plan it is, {@code tenant} or {@code credential}. */
    public String name() {
        return name;
    }

    /** Id of the tenant. */
    String tenant() {
        return tenant;
    }

    /** What its limiter is called. */
    String key() {
        return key;
    }

    /** What it allows. */
    public Plan plan() {
        return plan;
    }

    /** An item of the field {@code RateLimit-Policy}. */
    public String policy() {
        return policy;
    }

    /** An item of the field {@code RateLimit}. */
    public String state(Verdict verdict) {
        return '"' + name + "\";r=" + verdict.remaining() + ";t=" + verdict.dueSeconds();
    }
}
