package io.tuyere.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.TenantFormReader;
import io.tuyere.core.Credential;
import io.tuyere.core.DevicePaths;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TenantFormTest {
    private static final String SHA256 = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
    private static final Project ONE = new Project("project-one", Secret.of("hunter2-one"));
    private static final Project TWO = new Project("project-two", Secret.of("hunter2-two"));
    private static final Tenant.Plan PLAN = new Tenant.Plan(2.5, 7);
    private static final Tenant FULL = new Tenant(
            "acme",
            "eu",
            List.of("eu", "us"),
            true,
            Map.of("HK", "us"),
            Map.of("eu", ONE, "us", TWO),
            List.of(
                    new Credential.Signed("acme-sdk", Secrets.of(Secret.of("hunter2-sdk")), true, PLAN),
                    new Credential.ApiKey(SHA256, true, PLAN),
                    new Credential.Mtls(null, "cn=billing", true, PLAN),
                    new Credential.Jwt("https://login", "tuyere", "https://login/keys", "org", "a b", true, PLAN),
                    new Credential.Relay("p123", PLAN)),
            PLAN,
            new Tenant.Budget(1_000, true),
            new Tenant.OAuth(Map.of("eu", "https://page.example/authorize"), List.of("https://app.example/in")),
            DevicePaths.INDUSTRY);

    private final TenantFormReader reader = new TenantFormReader(Set.of("eu", "us"), "HK"::equals);

    private Tenant read(JsonObject form) {
        TenantFormReader.Result result = reader.read("acme", form);
        assertThat(result.problems()).isEmpty();
        return result.tenant().orElseThrow();
    }

    @Test
    void formSaysEverythingAboutATenant() {
        assertThat(read(TenantForm.of(FULL))).isEqualTo(FULL);
    }

    @Test
    void projectForAllRegionsIsSaidOnce() {
        Tenant plain = new Tenant(
                "acme",
                null,
                List.of("eu", "us"),
                false,
                Map.of(),
                Map.of("eu", ONE, "us", ONE),
                List.of(),
                null,
                null);

        JsonObject form = TenantForm.of(plain);

        assertThat(form.getJsonObject("project").getString("access-id")).isEqualTo("project-one");
        assertThat(form.containsKey("projects")).isFalse();
        assertThat(read(form)).isEqualTo(plain);
    }

    /** A key that the file of tenants has and a form lacks would be lost when a file is taken over. */
    @Test
    void formHasEveryKeyOfTheSchema() throws Exception {
        JsonObject schema = new JsonObject(Files.readString(Path.of("conf/schema/tenants.schema.json")));
        JsonObject properties = schema.getJsonObject("additionalProperties").getJsonObject("properties");
        Set<String> ofCredentials = new TreeSet<>();
        schema.getJsonObject("$defs").getJsonObject("credential").getJsonArray("oneOf").stream()
                .map(JsonObject.class::cast)
                .forEach(kind ->
                        ofCredentials.addAll(kind.getJsonObject("properties").fieldNames()));
        Set<String> shown = new TreeSet<>();
        TenantForm.of(FULL).getJsonArray("credentials").stream()
                .map(JsonObject.class::cast)
                .forEach(credential -> shown.addAll(credential.fieldNames()));
        Set<String> inForm = new TreeSet<>(TenantForm.of(FULL).fieldNames());
        inForm.add("project"); // in place of projects, where all regions have the same
        shown.add("key"); // kept as its hash

        assertThat(inForm).containsAll(properties.fieldNames());
        assertThat(shown).containsAll(ofCredentials);
    }

    @Test
    void maskedFormShowsNoSecretAndNamesCredentials() {
        JsonObject masked = TenantForm.masked(TenantForm.of(FULL));

        assertThat(masked.encode()).doesNotContain("hunter2", SHA256);
        assertThat(masked.getJsonArray("credentials").stream().map(each -> ((JsonObject) each).getString("id")))
                .containsExactly("acme-sdk", "key-2c70e12b7a06", "cert-b7a94b168365", "jwt-193116cdbb75", "p123");
    }

    @Test
    void whatIsMaskedIsKept() {
        JsonObject before = TenantForm.of(FULL);
        JsonObject wanted = TenantForm.masked(before);

        TenantForm.keepProjects(wanted, before);
        wanted.getJsonArray("credentials").forEach(each -> TenantForm.keepCredential((JsonObject) each, before));

        assertThat(read(wanted)).isEqualTo(FULL);
    }

    private static JsonObject project(Object accessSecret) {
        return new JsonObject()
                .put("project", new JsonObject().put("access-id", "p1").put("access-secret", accessSecret))
                .put("credentials", new JsonArray());
    }

    private Object kept(JsonObject wanted, JsonObject before) {
        TenantForm.keepProjects(wanted, before);
        return wanted.getJsonObject("project").getValue("access-secret");
    }

    @Test
    void twoSecretsAreMaskedAndKeptOneByOne() {
        JsonObject rotating = project(JsonArray.of("hunter2-new", "hunter2-old"));
        JsonObject shown = TenantForm.masked(rotating);

        assertThat(shown.getJsonObject("project").getJsonArray("access-secret")).containsExactly("***", "***");
        assertThat(kept(shown, rotating)).isEqualTo(JsonArray.of("hunter2-new", "hunter2-old"));
        assertThat(kept(project("***"), rotating)).isEqualTo(JsonArray.of("hunter2-new", "hunter2-old"));
        assertThat(kept(project(JsonArray.of("***")), rotating)).isEqualTo(JsonArray.of("hunter2-new"));
    }

    @Test
    void newSecretIsPutBeforeTheOneThatIsKept() {
        JsonObject wanted = project(JsonArray.of("hunter2-new", "***"));

        assertThat(kept(wanted, project("hunter2-old"))).isEqualTo(JsonArray.of("hunter2-new", "hunter2-old"));
        assertThat(read(wanted).projects())
                .containsEntry(
                        "eu", new Project("p1", new Secrets(Secret.of("hunter2-new"), Secret.of("hunter2-old"))));
    }

    @Test
    void twoSecretsSurviveTheForm() {
        Tenant tenant = read(project(JsonArray.of("hunter2-new", "hunter2-old"))
                .put(
                        "credentials",
                        JsonArray.of(new JsonObject()
                                .put("type", "signed")
                                .put("access-id", "sdk")
                                .put("access-secret", JsonArray.of("hunter2-b", "hunter2-a")))));

        assertThat(read(TenantForm.of(tenant))).isEqualTo(tenant);
        assertThat(TenantForm.masked(TenantForm.of(tenant)).encode()).doesNotContain("hunter2");
    }

    @Test
    void maskOfNobodyKnownIsNoSecret() {
        JsonObject wanted = new JsonObject()
                .put("project", new JsonObject().put("access-id", "other").put("access-secret", TenantForm.MASK))
                .put("credentials", new JsonArray());

        TenantForm.keepProjects(wanted, TenantForm.of(FULL));

        assertThat(reader.read("acme", wanted).problems())
                .anyMatch(problem -> problem.contains("project.access-secret: is required"));
    }
}
