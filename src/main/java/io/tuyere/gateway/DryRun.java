package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.Failure;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Tenant;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Decides about a request without sending it, for people who ask why. */
public final class DryRun {
    private DryRun() {}

    /** Where a request of a tenant would go; fails as routing does. Nothing learned is taken into account. */
    public static Route route(
            Directory directory, Tenant tenant, String method, Target target, MultiMap headers, byte[] body) {
        Lifetime lifetime = new Lifetime(0, why -> {});
        Exchange exchange = new Exchange(
                        "dry-run", HttpMethod.valueOf(method), target, headers, headers.get("Host"), lifetime)
                .body(Buffer.buffer(body));
        exchange.identified(new Client(tenant, new Credential.Relay("dry-run")));
        Route route = new Router(PathTemplates.builtIn(), new LearnedRegions()).route(exchange, directory);
        if (route == null) {
            throw new Failure.NoRegion(List.copyOf(tenant.regions())).toException();
        }
        return route;
    }
}
