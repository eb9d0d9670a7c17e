package io.tuyere;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.admin.ManagementSettings.Token;
import io.tuyere.config.Configuration;
import io.tuyere.config.SecretSettings;
import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.IssuedSecret;
import io.tuyere.core.Project;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.http.ServerSettings;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.sim.SimProject;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.upstream.UpstreamSettings;
import io.vertx.core.json.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The demonstration: one tenant with a credential of each kind, and others with a plan each, in front of a simulated cloud. Its
 * secrets are public.
 */
final class Demo {
    private static final String API_KEY = "demo-key";
    private static final String ACCESS_ID = "demo-sdk";
    private static final String ACCESS_SECRET = "demo-sdk-secret";
    private static final String RETURN_URL = "http://localhost/signed-in";
    private static final String DEVICE = "demo-eu-lamp-1";
    private static final int PLAN_PER_SECOND = 20;

    private final SimSettings settings;
    private final SimulatedCloud cloud;
    private final int others;
    private final String adminToken = IssuedSecret.adminToken();

    Demo(SimSettings settings, SimulatedCloud cloud, int others) {
        this.settings = settings;
        this.cloud = cloud;
        this.others = others;
    }

    Configuration configuration(int port, int managementPort) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>();
        SimSettings.REGIONS.forEach(id -> regions.put(id, RegionOverride.of(id, cloud.baseUrl(id))));
        return new Configuration(
                ServerSettings.defaults()
                        .withHost(settings.host())
                        .withPort(port)
                        .withDrainDelay(Duration.ZERO),
                ManagementSettings.defaults()
                        .withPort(managementPort)
                        .withTokens(List.of(new Token("demo", Role.ADMIN, Digest.sha256(adminToken)))),
                URI.create("http://" + settings.host() + ":" + port),
                Optional.empty(),
                SecretSettings.defaults(),
                regions,
                Map.of(),
                Stream.concat(
                                Stream.of(tenant()),
                                IntStream.rangeClosed(1, others).mapToObj(this::other))
                        .toList(),
                LimitSettings.defaults(),
                UpstreamSettings.defaults(),
                ObserveSettings.defaults());
    }

    private Tenant tenant() {
        Map<String, String> pages = new LinkedHashMap<>();
        SimSettings.REGIONS.forEach(
                region -> pages.put(region, cloud.authorizationPage(region).toString()));
        return new Tenant(
                "demo",
                "eu",
                SimSettings.REGIONS,
                false,
                Map.of(),
                projects(),
                List.of(
                        new Credential.Signed(ACCESS_ID, Secret.of(ACCESS_SECRET), false),
                        new Credential.Signed("demo-legacy", Secret.of("demo-legacy-secret"), true),
                        new Credential.Relay(settings.projects().get(0).accessId()),
                        new Credential.ApiKey(Digest.sha256(API_KEY))),
                null,
                null,
                new Tenant.OAuth(pages, List.of(RETURN_URL)));
    }

    private Tenant other(int number) {
        return new Tenant(
                "tenant-" + number,
                "eu",
                SimSettings.REGIONS,
                false,
                Map.of(),
                projects(),
                List.of(new Credential.ApiKey(Digest.sha256("tenant-" + number + "-key"))),
                new Tenant.Plan(PLAN_PER_SECOND, PLAN_PER_SECOND),
                null,
                null);
    }

    private Map<String, Project> projects() {
        SimProject simulated = settings.projects().get(0);
        Project project = new Project(simulated.accessId(), Secret.of(simulated.accessSecret()));
        return SimSettings.REGIONS.stream().collect(Collectors.toMap(region -> region, region -> project));
    }

    /** Says where everything is and what to try; every call works as printed. */
    void introduce(int port, int managementPort, PrintWriter out) {
        String url = "http://" + settings.host() + ":" + port;
        String key = "-H 'X-API-Key: " + API_KEY + "'";
        out.println("Tuyere serves. Its tenant `demo` is known in all seven regions of a simulated Tuya cloud.");
        out.println();
        out.println("  gateway    " + url);
        out.println("  health     http://127.0.0.1:" + managementPort + "/readyz");
        out.println("  metrics    http://127.0.0.1:" + managementPort + "/metrics");
        out.println("  console    http://127.0.0.1:" + managementPort + "/console");
        SimCommand.addresses(cloud, settings.host(), out);
        out.println();
        out.println("Plain HTTP with an API key; the gateway chooses the region, gets the token and signs:");
        out.println();
        out.println("  curl -i " + key + " " + url + "/v1.0/devices/" + DEVICE);
        out.println("  curl -i " + key + " -H 'X-Country-Code: 1' " + url + "/v1.0/devices/demo-us-lamp-1");
        out.println("  curl -i " + key + " " + url + "/@sg/v1.0/devices/demo-sg-lamp-1");
        out.println("  curl -i " + key + " -H 'Content-Type: application/json' \\");
        out.println("       -d " + "'{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}' " + url
                + "/v1.0/devices/" + DEVICE + "/commands");
        out.println("  curl -i " + url + "/tuyere/v1/countries/HK");
        out.println();
        if (others > 0) {
            out.println("Tenants tenant-1 to tenant-" + others + " have the keys tenant-1-key and so on, and a plan of "
                    + PLAN_PER_SECOND + " calls a second each:");
            out.println();
            out.println("  curl -i -H 'X-API-Key: tenant-1-key' " + url + "/v1.0/devices/" + DEVICE);
            out.println();
        }
        out.println("Tuya's own SDK, unmodified but for its base URL (npm install @tuya/tuya-connector-nodejs):");
        out.println();
        out.println("  const { TuyaContext } = require('@tuya/tuya-connector-nodejs');");
        out.println("  const tuya = new TuyaContext({ baseUrl: " + quoted(url) + ", accessKey: " + quoted(ACCESS_ID)
                + ", secretKey: " + quoted(ACCESS_SECRET) + " });");
        out.println("  tuya.request({ method: 'GET', path: '/v1.0/devices/" + DEVICE + "' }).then(console.log);");
        out.println();
        out.println(
                "The administration API, with a token that lives as long as this demonstration (the console asks for it):");
        out.println();
        out.println("  curl -i -H 'Authorization: Bearer " + adminToken + "' http://127.0.0.1:" + managementPort
                + "/admin/v1/status");
        out.println();
        out.println("An end user's sign-in with a browser, back to " + RETURN_URL
                + "?code=…, where an application would be:");
        out.println();
        out.println("  " + url + "/oauth/eu/start?tenant=demo");
        out.println();
        out.println("Stop with Ctrl-C.");
    }

    private static String quoted(String text) {
        return Json.encode(text).replace('"', '\'');
    }
}
