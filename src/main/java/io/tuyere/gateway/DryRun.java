package io.tuyere.gateway;

import io.tuyere.core.Credential;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Tenant;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/** Decides about a request without sending it, for people who ask why. */
public final class DryRun {
    private DryRun() {}

    /**
     * Where a request of a tenant would go, empty when the gateway answers it by itself; fails as routing does. Tokens and
     * what was learned are not taken into account.
     */
    public static Optional<Route> route(
            Directory directory, Tenant tenant, String method, Target target, MultiMap headers, byte[] body) {
        return route(directory, tenant, method, target, headers, body, new LearnedRegions());
    }

    /** The same, with what was learned. */
    public static Optional<Route> route(
            Directory directory,
            Tenant tenant,
            String method,
            Target target,
            MultiMap headers,
            byte[] body,
            LearnedRegions learned) {
        Exchange exchange = exchange(tenant, method, target, headers, body);
        return Optional.ofNullable(new Router(PathTemplates.builtIn(), learned).route(exchange, directory));
    }

    /** Where a request that names several regions would go, none when it does not; fails as routing does. */
    public static List<Route> routes(
            Directory directory, Tenant tenant, String method, Target target, MultiMap headers, byte[] body) {
        Exchange exchange = exchange(tenant, method, target, headers, body);
        return Spread.asked(exchange) ? Spread.routes(exchange, directory) : List.of();
    }

    /** The usual traps that show in a request: what {@code X-Tuyere-Hint} would say of it, should it fail. */
    public static List<String> hints(Tenant tenant, String method, Target target, MultiMap headers, byte[] body) {
        return Traps.seen(exchange(tenant, method, target, headers, body));
    }

    private static Exchange exchange(Tenant tenant, String method, Target target, MultiMap headers, byte[] body) {
        Lifetime lifetime = new Lifetime(0, why -> {});
        Exchange exchange = new Exchange(
                        "dry-run", HttpMethod.valueOf(method), target, headers, headers.get("Host"), lifetime)
                .body(Buffer.buffer(body));
        exchange.identified(new Client(tenant, new Credential.ApiKey("0".repeat(64))));
        return exchange;
    }
}
