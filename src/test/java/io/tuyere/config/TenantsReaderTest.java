package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.Credential;
import io.tuyere.core.DevicePaths;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.Budget;
import io.tuyere.core.Tenant.OAuth;
import io.tuyere.core.Tenant.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TenantsReaderTest {
    private static final String DIGEST = "0123456789ABCDEF".repeat(4);
    private static final String PROJECT = "  project: { access-id: p1, access-secret: env:S }";
    private static final Project SHARED = new Project("p1", Secret.of("cloud-secret"));

    @TempDir
    Path folder;

    private ConfigFolder files(String... tenants) {
        return new ConfigFolder(folder)
                .tuyere("regions:", "  lab: { base-url: \"http://10.0.0.1\" }")
                .tenants(tenants)
                .environment("S", "cloud-secret");
    }

    @Test
    void secretMayBeTwoTheNewOneFirst() {
        ConfigFolder files = files(
                        "acme:",
                        "  project: { access-id: p1, access-secret: [env:NEW, env:S] }",
                        "  credentials:",
                        "    - { type: signed, access-id: sdk, access-secret: [env:NEW, env:S] }",
                        "    - { type: signed, access-id: one, access-secret: [env:S] }")
                .environment("NEW", "fresh-secret");
        Secrets both = new Secrets(Secret.of("fresh-secret"), Secret.of("cloud-secret"));

        Tenant tenant = files.configuration().tenants().get(0);

        assertThat(files.problems()).isEmpty();
        assertThat(tenant.projects().get("eu")).isEqualTo(new Project("p1", both));
        assertThat(tenant.credentials())
                .containsExactly(
                        new Credential.Signed("sdk", both, false, null),
                        new Credential.Signed("one", Secret.of("cloud-secret"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[env:S, env:S]|lists the same secret twice; put the new one first, or keep one",
                "[env:S, \"one-long-secret\", \"another-secret\"]|lists 3 secrets; keep the new one and the one that it replaces",
                "[]|must have at least one entry",
                "[env:S, 5]|expected text, found a number",
                "{ new: env:S }|expected text, found a map",
                "[env:S, [env:S]]|expected text, found a list"
            })
    void secretsThatAreNotTwoAreRefused(String secrets, String problem) {
        ConfigFolder files = files("acme:", "  project: { access-id: p1, access-secret: " + secrets + " }");

        assertThat(files.problems())
                .anySatisfy(line -> assertThat(line)
                        .contains("acme.project.access-secret", problem)
                        .doesNotContain("one-long-secret"));
    }

    @Test
    void everyKeySetReachesTheTenant() {
        ConfigFolder files = files(
                "acme:",
                "  default-region: eu",
                "  regions: [eu, us, lab]",
                "  discover: true",
                "  device-paths: smart-home",
                "  countries: { HK: us }",
                PROJECT,
                "  projects:",
                "    us: { access-id: p2, access-secret: env:S }",
                "  credentials:",
                "    - { type: signed, access-id: sdk, access-secret: env:S, legacy: true }",
                "    - { type: api-key, sha256: \"" + DIGEST + "\" }",
                "    - { type: relay, access-id: p1 }",
                "  plan: { per-second: 0.5, burst: 4 }",
                "  budget: { calls-per-month: 1000000, stop: true }",
                "  oauth:",
                "    return-urls: [https://app.example/in, \"http://localhost:3000/in\"]",
                "    pages: { eu: \"https://page.example/eu?a=b\" }");

        List<Tenant> tenants = files.configuration().tenants();

        assertThat(tenants)
                .containsExactly(new Tenant(
                        "acme",
                        "eu",
                        List.of("eu", "us", "lab"),
                        true,
                        Map.of("HK", "us"),
                        Map.of("eu", SHARED, "us", new Project("p2", Secret.of("cloud-secret")), "lab", SHARED),
                        List.of(
                                new Credential.Signed("sdk", Secret.of("cloud-secret"), true),
                                new Credential.ApiKey(DIGEST.toLowerCase(Locale.ROOT)),
                                new Credential.Relay("p1")),
                        new Plan(0.5, 4),
                        new Budget(1_000_000, true),
                        new OAuth(
                                Map.of("eu", "https://page.example/eu?a=b"),
                                List.of("https://app.example/in", "http://localhost:3000/in")),
                        DevicePaths.SMART_HOME));
    }

    @Test
    void projectForAllEnablesEveryRegionAndOwnProjectsOnlyTheirs() {
        ConfigFolder files =
                files("all:", PROJECT, "some:", "  projects:", "    us: { access-id: p2, access-secret: env:S }");

        List<Tenant> tenants = files.configuration().tenants();

        assertThat(tenants.get(0).regions()).containsExactly("cn", "us", "us-east", "eu", "eu-west", "in", "sg", "lab");
        assertThat(tenants.get(1).regions()).containsExactly("us");
        assertThat(tenants.get(1).defaultRegion()).isNull();
    }

    @Test
    void tenantWhoseClientsSignForTheCloudThemselvesNeedsNoProject() {
        ConfigFolder files = files("a:", "  credentials: [{ type: relay, access-id: p1 }]");

        Tenant tenant = files.configuration().tenants().get(0);

        assertThat(tenant.regions()).contains("eu", "lab");
        assertThat(tenant.projects()).isEmpty();
    }

    @Test
    void burstIsWhatOneSecondAllowsUnlessGiven() {
        ConfigFolder files =
                files("a:", PROJECT, "  plan: { per-second: 2.5 }", "b:", PROJECT, "  plan: { per-second: 0.1 }");

        assertThat(files.configuration().tenants())
                .extracting(Tenant::plan)
                .containsExactly(new Plan(2.5, 3), new Plan(0.1, 1));
    }

    /** The key set of a file is read with the configuration, and again when the file changes. */
    @Test
    void tokensOfAnIdentityProviderAreToldApartByAClaim() {
        String set = "{\"keys\":[{\"kty\":\"EC\"}]}";
        ConfigFolder files = files(
                        "acme:",
                        PROJECT,
                        "  credentials:",
                        "    - { type: jwt, issuer: https://login, audience: t, jwks: https://login/keys, claim: org }",
                        "globex:",
                        PROJECT,
                        "  credentials:",
                        "    - { type: jwt, issuer: https://login, audience: t, jwks: file:set.json, claim: org,"
                                + " value: the globex, status: mapped, plan: { per-second: 1 } }")
                .write("set.json", set + "\n");

        assertThat(files.configuration().tenants())
                .flatExtracting(Tenant::credentials)
                .containsExactly(
                        new Credential.Jwt("https://login", "t", "https://login/keys", "org", "acme", false, null),
                        new Credential.Jwt("https://login", "t", set, "org", "the globex", true, new Plan(1, 1)));
        assertThat(files.read().files()).contains(files.file("set.json"));
    }

    @Test
    void oneClaimOfAnIssuerIsOneTenants() {
        String jwt = "  credentials: [{ type: jwt, issuer: https://login, audience: t, jwks: https://login/keys,"
                + " claim: org, value: x }]";

        assertThat(files("acme:", PROJECT, jwt, "globex:", PROJECT, jwt).errors())
                .singleElement()
                .asString()
                .contains(
                        "globex.credentials[0].claim: this claim of this issuer and audience is already that of acme");
    }

    @Test
    void credentialsThatTwoTenantsShareAreReportedWithBothPlaces() {
        ConfigFolder files = files(
                "acme:",
                PROJECT,
                "  credentials:",
                "    - { type: signed, access-id: sdk, access-secret: env:S }",
                "    - { type: api-key, key: \"${K:key-of-acme}\" }",
                "globex:",
                PROJECT,
                "  credentials:",
                "    - { type: relay, access-id: sdk }",
                "    - { type: api-key, key: \"${K:key-of-acme}\" }");

        assertThat(files.errors())
                .containsExactly(
                        "tenants.yaml:9:33: error: globex.credentials[0].access-id: \"sdk\" is already that of"
                                + " acme.credentials[0] on line 4; give each client its own",
                        "tenants.yaml:10:29: error: globex.credentials[1].key: this API key is already that of"
                                + " acme.credentials[1] on line 5; give each client its own");
    }

    @ParameterizedTest
    @CsvSource({
        "'  regions: [eu]', acme.project: is required",
        "'  projects: {}', acme.project: is required",
        "'  projects: { xx: { access-id: p, access-secret: env:S } }', acme.projects.xx: no region is called",
        "'  project: { access-id: p, access-secret: \"\" }', acme.project.access-secret: must not be empty",
        "'  project: { access-id: p, access-secret: 12345678 }', 'access-secret: expected text, found a number; put it'",
    })
    void projectThatCannotSignIsRefused(String line, String message) {
        assertThat(files("acme:", line).errors()).singleElement().asString().contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'  regions: []', must have at least one entry",
        "'  regions: [us, eu]\n  countries: { HK: in }', 'acme.countries.HK: \"in\" is not among the tenant''s regions'",
        "'  countries: { HK: eu, hk: us }', HK is given twice",
        "'  credentials: [{ type: api-key, key: env:S, sha256: \"x\" }]', sha256: must be 64 hexadecimal digits",
        "'  credentials: [{ type: mtls }]', 'credentials[0].sha256: is required, or subject in its place'",
        "'  credentials: [{ type: mtls, sha256: \"AB:CD\" }]', 'sha256: must be 64 hexadecimal digits, was 4 characters'",
        "'  credentials: [{ type: mtls, subject: meter-7 }]', 'subject: must be the subject of a certificate'",
        "'  credentials: [{ type: mtls, subject: CN=a, sha256: \"x\" }]', 'sha256: must be 64 hexadecimal digits'",
        "'  credentials: [{ type: mtls, subject: CN=a }, { type: mtls, subject: \"cn = A\" }]', 'this certificate is already'",
        "'  credentials: [{ type: jwt }]', 'credentials[0].issuer: is required'",
        "'  credentials: [{ type: jwt, issuer: a b }]', 'credentials[0].issuer: must be 1 to 256 printable ASCII'",
        "'  credentials: [{ type: jwt, jwks: \"http://login.example/keys\" }]', 'jwks: must be https://host/path'",
        "'  credentials: [{ type: jwt, jwks: \"{}\" }]', 'jwks: must be a JSON object with a list of keys'",
        "'  credentials: [{ type: jwt, jwks: ''{\"keys\":[1]}'' }]', 'jwks: must be a JSON object with a list of keys'",
        "'  credentials: [{ type: jwt, jwks: ''{\"keys\":[{\"d\":\"s\"}]}'' }]', 'jwks: holds a private or symmetric key'",
        "'  credentials: { type: relay }', 'acme.credentials: expected a list, found a map'",
        "'  credentials: [{ key: env:S, colour: red }]', 'credentials[0].colour: unknown key'",
        "'  plan: { burst: 1 }', plan.per-second: is required",
        "'  plan: { per-second: .inf }', 'plan.per-second: expected a number, found \".inf\"'",
        "'  budget: { calls-per-month: 0 }', budget.calls-per-month: must be at least 1",
        "'  budget: { calls-per-month: 1e6 }', 'expected a whole number, found \"1e6\"'",
    })
    void mistakeIsNamed(String lines, String message) {
        assertThat(files("acme:", PROJECT, lines).errors())
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @Test
    void idsThatCannotBeNamesAreRefused() {
        assertThat(files("\"a b\":", PROJECT, "\"[]\":", PROJECT, "? [x]", ": y")
                        .errors())
                .hasSize(3)
                .allMatch(error -> error.contains("a tenant's id is 1 to 64") || error.contains("a key must be plain"));
    }

    @Test
    void weakSettingsAreDoubtedButAccepted() {
        ConfigFolder files = files(
                "acme:",
                "  project: { access-id: p1, access-secret: literal-secret }",
                "globex:",
                PROJECT,
                "  credentials:",
                "    - { type: signed, access-id: sdk, access-secret: \"${A:short}\" }");

        assertThat(files.read().configuration()).isPresent();
        assertThat(files.problems())
                .containsExactly(
                        "tenants.yaml:2:3: warning: acme: has no credentials, so nobody can call as this tenant",
                        "tenants.yaml:2:44: warning: acme.project.access-secret: a secret lies open in this file;"
                                + " write env:NAME or file:path instead",
                        "tenants.yaml:6:54: warning: globex.credentials[0].access-secret: is shorter than 8 characters"
                                + " and could be guessed; try: openssl rand -hex 16");
    }

    @Test
    void fileWithoutTenantsIsDoubted() {
        assertThat(files("").problems())
                .containsExactly("tenants.yaml: warning: names no tenant, so every call will be refused");
    }

    @Test
    void sharedPartsMayBeAliased() {
        ConfigFolder files = files(
                "a:", PROJECT, "  plan: &standard { per-second: 1, burst: 2 }", "b:", PROJECT, "  plan: *standard");

        assertThat(files.configuration().tenants())
                .extracting(Tenant::plan)
                .containsExactly(new Plan(1, 2), new Plan(1, 2));
    }

    @Test
    @Timeout(20)
    void tenThousandTenantsAreReadInSeconds() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append("""
                    tenant-%1$d:
                      default-region: eu
                      regions: [eu, us, in]
                      project: { access-id: "p-%1$d", access-secret: env:S }
                      credentials:
                        - { type: signed, access-id: "sdk-%1$d", access-secret: env:S }
                        - { type: api-key, key: "${K:key}-%1$d-of-tenant" }
                      plan: { per-second: 200, burst: 400 }
                      budget: { calls-per-month: 1000000, stop: false }
                    """.formatted(i));
        }
        ConfigFolder files = files(text.toString());

        List<Tenant> tenants = files.configuration().tenants();

        assertThat(tenants).hasSize(10_000);
    }
}
