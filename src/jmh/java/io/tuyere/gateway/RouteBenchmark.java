package io.tuyere.gateway;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Credential;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Project;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to decide where a call goes, from what is named first to what is left last. */
@State(Scope.Thread)
public class RouteBenchmark {
    private final Router router = new Router(PathTemplates.builtIn(), new LearnedRegions());
    private final Tenant tenant = tenant();
    private final Directory directory = new Directory(RegionTable.builtIn(), CountryTable.builtIn(), List.of(tenant));
    private final Exchange named = exchange("X-Tuya-Region", "us");
    private final Exchange country = exchange("X-Country-Code", "1");
    private final Exchange defaulted = exchange("Accept", "*/*");

    private static Tenant tenant() {
        Project project = new Project("project", Secret.of("secret"));
        return new Tenant(
                "acme",
                "eu",
                List.of("eu", "us"),
                false,
                Map.of(),
                Map.of("eu", project, "us", project),
                List.of(new Credential.Signed("acme", Secret.of("secret"), false)),
                null,
                null);
    }

    private Exchange exchange(String header, String value) {
        MultiMap headers = HttpHeaders.headers()
                .set("Host", "gateway:8080")
                .set("X-API-Key", "key")
                .set(header, value);
        Exchange exchange = new Exchange(
                "id",
                HttpMethod.GET,
                Target.parse("/v1.0/devices/vdevo162098712345678/status"),
                headers,
                "gateway:8080",
                new Lifetime(1_000, why -> {}));
        exchange.identified(new Client(tenant, tenant.credentials().get(0)));
        return exchange;
    }

    @Benchmark
    public @Nullable Route byHeader() {
        return router.route(named, directory);
    }

    @Benchmark
    public @Nullable Route byCountry() {
        return router.route(country, directory);
    }

    @Benchmark
    public @Nullable Route byDefault() {
        return router.route(defaulted, directory);
    }
}
