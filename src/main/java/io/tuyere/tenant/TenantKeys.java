package io.tuyere.tenant;

import io.tuyere.redis.RedisKeys;

/**
 * Where tenants lie in Redis. One hash tag holds them together, because a change concerns the tenant, the order of changes and
 * who has which credential at once.
 */
final class TenantKeys {
    private static final String BASE = RedisKeys.PREFIX + "{tenants}:";

    /** Tenant id to record. */
    static final String RECORDS = BASE + "records";

    /** Tenant ids by the revision of their last change; those that were removed as well, for a while. */
    static final String CHANGES = BASE + "changes";

    /** Tenant ids that were removed, by revision. */
    static final String REMOVED = BASE + "removed";

    /** Credential to the id of the tenant that has it. */
    static final String CLAIMS = BASE + "claims";

    /** Epoch, last revision, and the revision up to which removals are forgotten. */
    static final String STATE = BASE + "state";

    /** Says that there is something new. */
    public static final String CHANNEL = RedisKeys.PREFIX + "tenants";

    private TenantKeys() {}

    /** What the record of a tenant is sealed for: no record opens as another's. */
    static String sealedFor(String id) {
        return RECORDS + ":" + RedisKeys.escaped(id);
    }
}
