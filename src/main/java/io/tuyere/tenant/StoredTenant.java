package io.tuyere.tenant;

import io.vertx.core.json.JsonObject;

/**
 * A tenant as it is stored.
 *
 * @param revision of its last change
 * @param form with the keys of the file of tenants; holds secrets
 */
public record StoredTenant(String id, long revision, JsonObject form) {
    @Override
    public String toString() {
        return "StoredTenant[" + id + ", " + revision + "]";
    }
}
