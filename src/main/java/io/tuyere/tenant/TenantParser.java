package io.tuyere.tenant;

import io.tuyere.core.Tenant;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Makes a tenant of what is written about it; blocks nobody, but takes its time. Any thread. */
@FunctionalInterface
public interface TenantParser {
    /** The tenant of this id; its form has the keys of the file of tenants. */
    Parsed parse(String id, JsonObject form);

    /**
     * What came of it.
     *
     * @param tenant empty when there is a problem
     * @param problems one line each; never a secret
     */
    record Parsed(Optional<Tenant> tenant, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }
}
