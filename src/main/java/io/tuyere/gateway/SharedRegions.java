package io.tuyere.gateway;

import io.tuyere.core.ResourceId;
import io.vertx.core.Future;
import java.util.Optional;

/** What all instances learned about the regions of devices, users and homes. Any thread. */
public interface SharedRegions {
    /** The region id learned for a tenant's resource; fails when it cannot be had within a few milliseconds. */
    Future<Optional<String>> find(String tenant, ResourceId resource);

    /** Passes on what was learned, some time later; lost when it cannot be. */
    void learned(String tenant, ResourceId resource, String region);

    /** Forgets what was learned; fails when that cannot be done. */
    Future<Void> forget(String tenant, ResourceId resource);
}
