package io.tuyere.support;

import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.sim.SimProject;
import io.tuyere.sim.SimSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a gateway under test. Each has a signed credential {@code <tenant>-sdk}, a legacy one {@code <tenant>-old} and
 * the API key {@code <tenant>-key}; the secret of an access id is {@code secret-of-<access id>}.
 */
public final class TestTenants {
    /** Lives in eu by default, may go to us, in and sg too. */
    public static final String ACME = "acme";

    /** Another customer, with another project, in us by default, eu too. */
    public static final String OTHER = "other";

    /** Shares acme's project, but its calls go to us by default. */
    public static final String STATESIDE = "stateside";

    /** May go to eu and us, and must say where. */
    public static final String NOWHERE = "nowhere";

    /** May go to eu only. */
    public static final String EUROPE = "europe";

    /** The project of all tenants but {@link #OTHER}. */
    public static final SimProject PROJECT = SimSettings.demo().projects().get(0);

    /** The project of {@link #OTHER}. */
    public static final SimProject OTHER_PROJECT =
            SimProject.everywhere("other-project", "other-secret-0123456789abcdefghi");

    private TestTenants() {}

    /** All of them. */
    public static List<Tenant> all() {
        return List.of(
                tenant(ACME, "eu", PROJECT, List.of("eu", "us", "in", "sg")),
                tenant(OTHER, "us", OTHER_PROJECT, List.of("us", "eu")),
                tenant(STATESIDE, "us", PROJECT, List.of("us", "eu")),
                tenant(NOWHERE, null, PROJECT, List.of("eu", "us")),
                tenant(EUROPE, "eu", PROJECT, List.of("eu")));
    }

    /** A tenant with the usual credentials. */
    public static Tenant tenant(String id, @Nullable String home, SimProject simulated, List<String> regions) {
        Project project = new Project(simulated.accessId(), Secret.of(simulated.accessSecret()));
        Map<String, Project> projects = new HashMap<>();
        regions.forEach(region -> projects.put(region, project));
        List<Credential> credentials = List.of(
                new Credential.Signed(sdk(id), Secret.of(secret(sdk(id))), false),
                new Credential.Signed(old(id), Secret.of(secret(old(id))), true),
                new Credential.ApiKey(sha256(key(id))));
        return new Tenant(id, home, regions, false, Map.of(), projects, credentials, null, null);
    }

    /** The tenant with limits of every kind, so wide that nobody meets them. */
    static Tenant limited(Tenant tenant) {
        return new Tenant(
                tenant.id(),
                tenant.defaultRegion(),
                tenant.regions(),
                tenant.discover(),
                tenant.countries(),
                tenant.projects(),
                tenant.credentials(),
                new Tenant.Plan(100_000, 100_000),
                new Tenant.Budget(1_000_000_000, true));
    }

    /** The access id of a tenant's usual SDK. */
    public static String sdk(String tenant) {
        return tenant + "-sdk";
    }

    /** The access id of a tenant's SDK that signs as before 2021-06-30. */
    public static String old(String tenant) {
        return tenant + "-old";
    }

    /** The API key of a tenant. */
    public static String key(String tenant) {
        return tenant + "-key";
    }

    /** The secret that goes with an access id. */
    public static String secret(String accessId) {
        return "secret-of-" + accessId;
    }

    static SimSettings cloud() {
        return cloudWith(OTHER_PROJECT);
    }

    /** A cloud that knows one more project, in all regions. */
    public static SimSettings cloudWith(String accessId, String accessSecret) {
        return cloudWith(OTHER_PROJECT, SimProject.everywhere(accessId, accessSecret));
    }

    private static SimSettings cloudWith(SimProject... more) {
        SimSettings demo = SimSettings.demo();
        List<SimProject> projects = new ArrayList<>(demo.projects());
        projects.addAll(List.of(more));
        return demo.withProjects(projects);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
