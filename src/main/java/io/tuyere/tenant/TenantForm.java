package io.tuyere.tenant;

import io.tuyere.core.Credential;
import io.tuyere.core.DevicePaths;
import io.tuyere.core.Digest;
import io.tuyere.core.IssuedSecret;
import io.tuyere.core.Project;
import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import io.tuyere.core.Tenant;
import io.tuyere.core.Tenant.OAuth;
import io.tuyere.core.Tenant.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tenants in writing, with the keys of the file of tenants. Any thread. */
public final class TenantForm {
    /** Stands where a secret is not shown. */
    public static final String MASK = "***";

    private static final int SHOWN_DIGITS = 12;
    private static final String ACCESS_ID = "access-id";
    private static final String ACCESS_SECRET = "access-secret";
    private static final Map<String, String> KINDS = Map.of("mtls", "cert-", "jwt", "jwt-");
    private static final Set<String> SECRETS = Set.of(ACCESS_SECRET, "key", "sha256");

    private TenantForm() {}

    /** Everything about a tenant, its secrets included. */
    public static JsonObject of(Tenant tenant) {
        JsonObject form = new JsonObject();
        if (tenant.defaultRegion() != null) {
            form.put("default-region", tenant.defaultRegion());
        }
        form.put("regions", new JsonArray(tenant.regions()));
        if (tenant.discover()) {
            form.put("discover", true);
        }
        if (tenant.devicePaths() != DevicePaths.AS_SENT) {
            form.put(
                    "device-paths",
                    tenant.devicePaths().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        if (!tenant.countries().isEmpty()) {
            JsonObject countries = new JsonObject();
            tenant.countries().forEach(countries::put);
            form.put("countries", countries);
        }
        putProjects(tenant, form);
        JsonArray credentials = new JsonArray();
        tenant.credentials().forEach(credential -> credentials.add(credential(credential)));
        form.put("credentials", credentials);
        putPlan(form, tenant.plan());
        if (tenant.budget() != null) {
            form.put(
                    "budget",
                    new JsonObject()
                            .put("calls-per-month", tenant.budget().callsPerMonth())
                            .put("stop", tenant.budget().stop()));
        }
        putOAuth(form, tenant.oauth());
        return form;
    }

    private static void putOAuth(JsonObject form, @Nullable OAuth oauth) {
        if (oauth != null) {
            JsonObject pages = new JsonObject();
            oauth.pages().forEach(pages::put);
            form.put(
                    "oauth",
                    new JsonObject()
                            .put("return-urls", new JsonArray(oauth.returnUrls()))
                            .put("pages", pages));
        }
    }

    private static void putProjects(Tenant tenant, JsonObject form) {
        Set<Project> different = new HashSet<>(tenant.projects().values());
        if (different.size() == 1 && tenant.projects().keySet().equals(Set.copyOf(tenant.regions()))) {
            form.put("project", project(different.iterator().next()));
        } else if (!different.isEmpty()) {
            JsonObject projects = new JsonObject();
            tenant.projects().forEach((region, project) -> projects.put(region, project(project)));
            form.put("projects", projects);
        }
    }

    private static JsonObject project(Project project) {
        return new JsonObject().put(ACCESS_ID, project.accessId()).put(ACCESS_SECRET, written(project.ownSecrets()));
    }

    /** One value, or a list of the new secret and the old one. */
    private static Object written(Secrets secrets) {
        return secrets.rotating()
                ? new JsonArray(secrets.all().stream().map(Secret::reveal).toList())
                : secrets.newest().reveal();
    }

    private static JsonObject credential(Credential credential) {
        JsonObject form = new JsonObject();
        if (credential instanceof Credential.Signed signed) {
            form.put("type", "signed").put(ACCESS_ID, signed.accessId()).put(ACCESS_SECRET, written(signed.secrets()));
            if (signed.legacy()) {
                form.put("legacy", true);
            }
        } else if (credential instanceof Credential.ApiKey key) {
            form.put("type", "api-key").put("sha256", key.sha256());
        } else if (credential instanceof Credential.Mtls certificate) {
            form.put("type", "mtls").put(certificate.sha256() == null ? "subject" : "sha256", certificate.shown());
        } else if (credential instanceof Credential.Jwt jwt) {
            putJwt(form, jwt);
        } else {
            form.put("type", "relay").put(ACCESS_ID, ((Credential.Relay) credential).accessId());
        }
        if (credential.mappedStatus()) {
            form.put("status", "mapped");
        }
        putPlan(form, credential.plan());
        return form;
    }

    private static void putJwt(JsonObject form, Credential.Jwt jwt) {
        form.put("type", "jwt")
                .put("issuer", jwt.issuer())
                .put("audience", jwt.audience())
                .put("jwks", jwt.jwks())
                .put("claim", jwt.claim())
                .put("value", jwt.value());
    }

    private static void putPlan(JsonObject form, @Nullable Plan plan) {
        if (plan != null) {
            form.put(
                    "plan", new JsonObject().put("per-second", plan.perSecond()).put("burst", plan.burst()));
        }
    }

    /** A form that may be shown: secrets and hashes masked, credentials with the id that they are called by. */
    public static JsonObject masked(JsonObject form) {
        JsonObject shown = mask(form);
        for (int i = 0; i < credentials(form).size(); i++) {
            credentials(shown).getJsonObject(i).put("id", id(credentials(form).getJsonObject(i)));
        }
        return shown;
    }

    private static JsonObject mask(JsonObject form) {
        JsonObject shown = new JsonObject();
        form.forEach(entry -> shown.put(
                entry.getKey(),
                SECRETS.contains(entry.getKey()) ? mask(entry.getValue()) : maskBelow(entry.getValue())));
        return shown;
    }

    /** As many masks as there are secrets. */
    private static Object mask(@Nullable Object secret) {
        return secret instanceof JsonArray several ? new JsonArray(Collections.nCopies(several.size(), MASK)) : MASK;
    }

    private static @Nullable Object maskBelow(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return mask(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray shown = new JsonArray();
            array.forEach(item -> shown.add(maskBelow(item)));
            return shown;
        }
        return value;
    }

    /** The credentials of a form; none where there are none, or something else in their place. */
    static JsonArray credentials(JsonObject form) {
        return form.getValue("credentials") instanceof JsonArray credentials ? credentials : new JsonArray();
    }

    /** What a credential is called by: its access id, or the beginning of the hash of what else it is known by. */
    static String id(JsonObject credential) {
        if (credential.getValue(ACCESS_ID) instanceof String accessId) {
            return accessId;
        }
        String kind = KINDS.getOrDefault(String.valueOf(credential.getValue("type")), "key-");
        String sha256 = hash(credential);
        return kind + sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length()));
    }

    private static String hash(JsonObject credential) {
        if (credential.getValue("sha256") instanceof String known) {
            return known;
        }
        if ("jwt".equals(credential.getValue("type"))) {
            return Digest.sha256(Credential.Jwt.name(
                    credential.getString("issuer", ""),
                    credential.getString("audience", ""),
                    credential.getString("claim", ""),
                    credential.getString("value", "")));
        }
        Object open = credential.getValue(credential.containsKey("key") ? "key" : "subject");
        return open instanceof String text ? Digest.sha256(text) : "";
    }

    /** Whether nothing is said about a secret, or only that it is not shown. */
    private static boolean open(JsonObject form, String key) {
        Object value = form.getValue(key);
        return value == null || MASK.equals(value);
    }

    /**
     * Puts in a secret that is left out, and those of a list whose place a mask holds: the first mask stands for the newest of
     * those that are known, the second for the old one. What stands for none is dropped.
     */
    private static void keepSecret(JsonObject form, String key, JsonObject known) {
        if (open(form, key)) {
            form.remove(key);
            if (known.containsKey(key)) {
                form.put(key, known.getValue(key));
            }
        } else if (form.getValue(key) instanceof JsonArray wanted) {
            Iterator<Object> kept = list(known.getValue(key)).iterator();
            JsonArray filled = new JsonArray();
            for (Object each : wanted) {
                if (!MASK.equals(each)) {
                    filled.add(each);
                } else if (kept.hasNext()) {
                    filled.add(kept.next());
                }
            }
            form.put(key, filled);
        }
    }

    private static JsonArray list(@Nullable Object value) {
        if (value instanceof JsonArray several) {
            return several;
        }
        return value == null ? new JsonArray() : JsonArray.of(value);
    }

    /** Puts in the secrets of projects that are left out, where they are known already. */
    static void keepProjects(JsonObject form, JsonObject existing) {
        projects(form).forEach(project -> {
            JsonObject known = projects(existing)
                    .filter(before -> before.getValue(ACCESS_ID) != null)
                    .filter(before -> before.getValue(ACCESS_ID).equals(project.getValue(ACCESS_ID)))
                    .findFirst()
                    .orElseGet(JsonObject::new);
            keepSecret(project, ACCESS_SECRET, known);
        });
    }

    private static Stream<JsonObject> projects(JsonObject form) {
        Stream<Object> own = form.getValue("projects") instanceof JsonObject several
                ? several.stream().map(Map.Entry::getValue)
                : Stream.empty();
        return Stream.concat(Stream.ofNullable(form.getValue("project")), own)
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    /** Puts in the secret of a credential that is left out, where one of this name is known already. */
    static void keepCredential(JsonObject credential, JsonObject existing) {
        String name = credential.getValue("id") instanceof String id ? id : id(credential);
        JsonObject known = find(existing, name).orElseGet(JsonObject::new);
        SECRETS.forEach(key -> keepSecret(credential, key, known));
        if (open(credential, ACCESS_ID) && known.containsKey(ACCESS_ID)) {
            credential.put(ACCESS_ID, known.getValue(ACCESS_ID));
        }
        credential.remove("id");
    }

    /** The credential of a form that is called so. */
    static Optional<JsonObject> find(JsonObject form, String id) {
        return credentials(form).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(credential -> id(credential).equals(id))
                .findFirst();
    }

    /** Makes up what a credential lacks; answers what its client has to be told, empty when it lacked nothing. */
    static Optional<JsonObject> issue(JsonObject credential) {
        JsonObject told = new JsonObject().put("type", credential.getValue("type"));
        if ("signed".equals(credential.getValue("type")) && open(credential, ACCESS_SECRET)) {
            if (open(credential, ACCESS_ID)) {
                credential.put(ACCESS_ID, IssuedSecret.accessId());
            }
            credential.put(ACCESS_SECRET, IssuedSecret.accessSecret());
            return Optional.of(told.put("id", id(credential))
                    .put(ACCESS_ID, credential.getValue(ACCESS_ID))
                    .put(ACCESS_SECRET, credential.getValue(ACCESS_SECRET)));
        }
        if ("api-key".equals(credential.getValue("type")) && open(credential, "key") && open(credential, "sha256")) {
            String key = IssuedSecret.apiKey();
            credential.put("sha256", Digest.sha256(key));
            return Optional.of(told.put("id", id(credential)).put("key", key));
        }
        return Optional.empty();
    }

    /** Keeps of API keys only what recognizes them. */
    static void hashKeys(JsonObject form) {
        for (Object credential : credentials(form)) {
            if (credential instanceof JsonObject proof && proof.getValue("key") instanceof String key) {
                proof.remove("key");
                proof.put("sha256", Digest.sha256(key));
            }
        }
    }
}
