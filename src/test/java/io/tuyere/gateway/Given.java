package io.tuyere.gateway;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.jwt.JwksClient;
import io.tuyere.jwt.JwtVerifier;
import io.tuyere.jwt.KeySources;
import io.tuyere.observe.JwtMeters;
import io.tuyere.observe.Meters;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tenants and calls made by hand. */
final class Given {
    static final Credential SDK = new Credential.Signed("acme-sdk", Secret.of("sdk-secret"), false);
    /** SHA-256 of {@code key}. */
    static final Credential KEY =
            new Credential.ApiKey("2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683");

    private Given() {}

    /** Serves eu, us and in; its default is eu, and its apps have Hong Kong in eu. */
    static Tenant acme() {
        return tenant("acme", "eu", Map.of("HK", "eu"), List.of(SDK, KEY));
    }

    static Tenant tenant(
            String id, @Nullable String defaultRegion, Map<String, String> countries, List<Credential> credentials) {
        Map<String, Project> projects = new LinkedHashMap<>();
        List.of("eu", "us", "in").forEach(region -> projects.put(region, project(region)));
        return new Tenant(
                id, defaultRegion, List.copyOf(projects.keySet()), false, countries, projects, credentials, null, null);
    }

    private static Project project(String region) {
        return new Project("project-" + region, Secret.of("project-secret"));
    }

    static Directory directory(Tenant... tenants) {
        return new Directory(RegionTable.builtIn(), CountryTable.builtIn(), List.of(tenants));
    }

    /** Clients of an identity provider whose keys stand in the configuration; the clock says {@code nowMillis}. */
    static JwtClients jwtClients(Vertx vertx, long nowMillis) {
        JwtMeters meters = new Meters().jwt();
        KeySources keys =
                new KeySources(vertx, new JwksClient(vertx::createHttpClient), Set::of, meters, System::nanoTime);
        return new JwtClients(new JwtVerifier(vertx, keys, meters, () -> nowMillis));
    }

    /** A call that nobody has looked at yet. */
    static Exchange call(String method, String target, String... headers) {
        MultiMap map = HttpHeaders.headers();
        for (int at = 0; at < headers.length; at += 2) {
            map.add(headers[at], headers[at + 1]);
        }
        return new Exchange(
                "r1",
                HttpMethod.valueOf(method),
                Target.parse(target),
                map,
                map.get("Host"),
                new Lifetime(1_000, why -> {}));
    }

    static Exchange get(String target, String... headers) {
        return call("GET", target, headers);
    }

    static Exchange post(String target, String body) {
        return call("POST", target).body(Buffer.buffer(body));
    }
}
