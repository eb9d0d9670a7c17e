package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.core.Digest;
import io.tuyere.support.Administrator;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.Eventually;
import io.tuyere.support.Fleet;
import io.tuyere.support.JwksServer;
import io.tuyere.support.ManyTenants;
import io.tuyere.support.RedisProcess;
import io.tuyere.support.Response;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.tuyere.support.TestTenants;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tenants that are kept in Redis: what is changed at one gateway holds at all of them. */
class TenantsStoreIT {
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";

    @AutoClose
    private final RedisProcess redis = RedisProcess.start();

    @AutoClose
    private final Fleet fleet = Fleet.empty();

    private int gateway() {
        return fleet.add(
                redis.settings(Duration.ofSeconds(2)).withTenants(true),
                usual -> usual.withManagement(Administrator.settings()).withTenants(List.of()));
    }

    private Administrator admin(int gateway) {
        return fleet.administrator(gateway, Role.ADMIN);
    }

    private static JsonObject form(String id) {
        return new JsonObject()
                .put("id", id)
                .put("default-region", "eu")
                .put("regions", new JsonArray().add("eu").add("us"))
                .put(
                        "project",
                        new JsonObject()
                                .put("access-id", TestTenants.PROJECT.accessId())
                                .put("access-secret", TestTenants.PROJECT.accessSecret()))
                .put("credentials", new JsonArray().add(new JsonObject().put("type", "api-key")));
    }

    private Response create(int gateway, String id) {
        return admin(gateway).send("POST", "/tenants", form(id).encode());
    }

    /** The API key that was just issued. */
    private static String key(Response answer) {
        return answer.json().getJsonArray("issued").getJsonObject(0).getString("key");
    }

    private Response call(int gateway, String key) {
        return fleet.request(gateway, "GET", LAMP).key(key).send();
    }

    private void eventuallyAnswered(int gateway, String key, int status) {
        Eventually.check(() -> assertThat(call(gateway, key).status()).isEqualTo(status));
    }

    @Test
    void tenantThatIsCreatedAtOneGatewayCallsTheOther() {
        int first = gateway();
        int second = gateway();
        assertThat(call(second, "guess").error()).isEqualTo("unknown-credential");

        Response created = create(first, "newco");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo("/admin/v1/tenants/newco");
        assertThat(call(first, key(created)).success()).isTrue();
        eventuallyAnswered(second, key(created), 200);

        assertThat(admin(second)
                        .request("DELETE", "/tenants/newco")
                        .header("If-Match", created.header("etag"))
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(call(second, key(created)).status()).isEqualTo(401);
        eventuallyAnswered(first, key(created), 401);
    }

    @Test
    void secondCredentialLivesBesideTheFirstUntilThatIsRevoked() {
        int first = gateway();
        int second = gateway();
        Response created = create(first, "newco");
        String old = created.json().getJsonArray("issued").getJsonObject(0).getString("id");

        Response rotated = admin(first)
                .request("POST", "/tenants/newco/credentials/" + old + "/rotate")
                .send();

        assertThat(rotated.status()).isEqualTo(201);
        eventuallyAnswered(second, key(rotated), 200);
        assertThat(call(second, key(created)).status()).isEqualTo(200);

        Response revoked = admin(first)
                .request("DELETE", "/tenants/newco/credentials/" + old)
                .send();

        assertThat(revoked.json().getJsonArray("credentials")).hasSize(1);
        eventuallyAnswered(second, key(created), 401);
        assertThat(call(second, key(rotated)).status()).isEqualTo(200);
    }

    /** Nothing has to be issued: who has a token of the issuer calls as soon as the tenant is there, and as long as it is. */
    @Test
    void tenantIsKnownByTokensOfItsIssuerEverywhere() {
        IssuerKey login = new IssuerKey("k1", "ES256");
        try (JwksServer server = new JwksServer(login)) {
            int first = gateway();
            int second = gateway();
            String token = login.token(TestIssuer.claims("newco", System.currentTimeMillis()));
            JsonObject credential = new JsonObject()
                    .put("type", "jwt")
                    .put("issuer", TestIssuer.NAME)
                    .put("audience", TestIssuer.AUDIENCE)
                    .put("jwks", server.url())
                    .put("claim", "tenant");
            assertThat(bearing(second, token).error()).isEqualTo("jwt-invalid");

            Response created = admin(first)
                    .send(
                            "POST",
                            "/tenants",
                            form("newco")
                                    .put("credentials", new JsonArray().add(credential))
                                    .encode());

            assertThat(created.status()).isEqualTo(201);
            assertThat(created.json().getJsonArray("issued")).isEmpty();
            assertThat(bearing(first, token).success()).isTrue();
            Eventually.check(() -> assertThat(bearing(second, token).status()).isEqualTo(200));
            assertThat(server.asked()).as("once for each gateway").isEqualTo(2);

            assertThat(admin(first)
                            .send(
                                    "POST",
                                    "/tenants",
                                    form("other")
                                            .put(
                                                    "credentials",
                                                    new JsonArray()
                                                            .add(credential
                                                                    .copy()
                                                                    .put("value", "newco")))
                                            .encode())
                            .error())
                    .isEqualTo("credential-taken");

            String id =
                    created.json().getJsonArray("credentials").getJsonObject(0).getString("id");
            assertThat(id).startsWith("jwt-");
            assertThat(admin(second)
                            .request("DELETE", "/tenants/newco/credentials/" + id)
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(bearing(second, token).status()).isEqualTo(401);
            Eventually.check(() -> assertThat(bearing(first, token).status()).isEqualTo(401));
        }
    }

    /** A subject with a blank in it used to stay with the tenant that had it first, even when that was gone. */
    @Test
    void certificateOfATenantThatIsGoneIsFree() {
        int gateway = gateway();
        JsonArray billing =
                new JsonArray().add(new JsonObject().put("type", "mtls").put("subject", "CN=billing dept"));
        for (String id : List.of("one", "two")) {
            Response created = admin(gateway)
                    .send(
                            "POST",
                            "/tenants",
                            form(id).put("credentials", billing.copy()).encode());

            assertThat(created.status()).as(id).isEqualTo(201);
            assertThat(admin(gateway)
                            .request("DELETE", "/tenants/" + id)
                            .header("If-Match", "*")
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }

    private Response bearing(int gateway, String token) {
        return fleet.request(gateway, "GET", LAMP)
                .header("Authorization", "Bearer " + token)
                .send();
    }

    @Test
    void secretOfAProjectIsReplacedInTwoSteps() {
        int gateway = gateway();
        Response created = create(gateway, "newco");
        JsonObject seen = admin(gateway).get("/tenants/newco").json();

        JsonObject both = put(gateway, withSecret(seen, JsonArray.of("not-valid-yet", "***")), "*")
                .json();
        Response during = call(gateway, key(created));
        JsonObject rotation = admin(gateway)
                .get("/rotations")
                .json()
                .getJsonArray("rotations")
                .getJsonObject(0);
        JsonObject one =
                put(gateway, withSecret(seen, JsonArray.of("***")), "*").json();

        assertThat(both.getJsonObject("project").getJsonArray("access-secret")).containsExactly("***", "***");
        assertThat(during.success()).isTrue();
        assertThat(rotation.getString("access_id")).isEqualTo(TestTenants.PROJECT.accessId());
        assertThat(one.getJsonObject("project").getJsonArray("access-secret")).containsExactly("***");
        assertThat(admin(gateway).get("/rotations").json().getJsonArray("rotations"))
                .isEmpty();
    }

    private static JsonObject withSecret(JsonObject form, JsonArray secrets) {
        JsonObject changed = form.copy();
        changed.getJsonObject("project").put("access-secret", secrets);
        return changed;
    }

    @Test
    void changeOfWhatSomebodyElseChangedIsRefused() {
        int gateway = gateway();
        String tag = create(gateway, "newco").header("etag");
        JsonObject seen = admin(gateway).get("/tenants/newco").json();

        Response faster = put(gateway, seen.copy().put("default-region", "us"), tag);
        Response slower = put(gateway, seen.copy().put("discover", true), tag);
        Response blind = admin(gateway).send("PUT", "/tenants/newco", seen.encode());

        assertThat(faster.status()).isEqualTo(200);
        assertThat(faster.json().getJsonArray("issued")).isEmpty();
        assertThat(faster.header("etag")).isNotEqualTo(tag);
        assertThat(slower.error()).isEqualTo("tenant-changed");
        assertThat(slower.status()).isEqualTo(412);
        assertThat(blind.status()).isEqualTo(428);
        assertThat(create(gateway, "newco").error()).isEqualTo("tenant-exists");
    }

    private Response put(int gateway, JsonObject form, String tag) {
        return admin(gateway)
                .request("PUT", "/tenants/newco")
                .json(form.encode())
                .header("If-Match", tag)
                .send();
    }

    /** What is masked in an answer may be sent back: it stays what it was. */
    @Test
    void maskedSecretsStayAsTheyAre() {
        int gateway = gateway();
        Response created = create(gateway, "newco");
        JsonObject seen = admin(gateway).get("/tenants/newco").json();

        Response changed = put(gateway, seen.put("plan", new JsonObject().put("per-second", 50)), "*");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(seen.encode()).contains("\"access-secret\":\"***\"", "\"sha256\":\"***\"");
        assertThat(call(gateway, key(created)).success()).isTrue();
        assertThat(call(gateway, key(created)).header("ratelimit-policy")).contains("q=50");
    }

    @Test
    void credentialOfAnotherTenantIsRefused() {
        int gateway = gateway();
        JsonArray sdk =
                new JsonArray().add(new JsonObject().put("type", "signed").put("access-id", "the-sdk"));
        Response first = admin(gateway)
                .send("POST", "/tenants", form("one").put("credentials", sdk).encode());

        Response second = admin(gateway)
                .send("POST", "/tenants", form("two").put("credentials", sdk).encode());

        assertThat(first.json().getJsonArray("issued").getJsonObject(0).getString("access-secret"))
                .hasSize(32);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.error()).isEqualTo("credential-taken");
        assertThat(second.text()).contains("one");
    }

    @Test
    void tenantThatMakesNoSenseIsRefusedWithEveryProblem() {
        Response answer = admin(gateway())
                .send(
                        "POST",
                        "/tenants",
                        form("newco")
                                .put("default-region", "moon")
                                .put(
                                        "project",
                                        new JsonObject().put("access-id", "x").put("access-secret", "env:HOME"))
                                .put("colour", "red")
                                .encode());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.error()).isEqualTo("tenant-invalid");
        assertThat(answer.json().getJsonArray("problems").encode())
                .contains("default-region", "moon")
                .contains("colour: unknown key")
                .contains("project.access-secret: references are not followed here");
    }

    @Test
    void secretsAreShownOnceAndNowhereElse() {
        int gateway = gateway();
        try (CapturedLog log = new CapturedLog()) {
            String key = key(create(gateway, "newco"));
            StringBuilder shown = new StringBuilder();
            for (String page : List.of("/tenants", "/tenants/newco", "/config", "/status", "/regions", "/breakers")) {
                shown.append(admin(gateway).get(page).text());
            }
            shown.append(redis.ask("HGETALL", "tuyere:1:{tenants}:records"))
                    .append(redis.ask("HGETALL", "tuyere:1:{tenants}:claims"))
                    .append(log.text());

            assertThat(shown.toString())
                    .contains("newco")
                    .doesNotContain(key, TestTenants.PROJECT.accessSecret(), Digest.sha256(key));
        }
    }

    @Test
    void gatewayThatStartsWithoutRedisHeals() {
        redis.kill();
        int gateway = gateway();

        Response early = call(gateway, "whoever");
        Response change = create(gateway, "newco");

        assertThat(fleet.status(gateway)).isEqualTo("starting");
        assertThat(early.status()).isEqualTo(503);
        assertThat(early.error()).isEqualTo("tenants-unavailable");
        assertThat(change.error()).isEqualTo("redis-lost");

        redis.restart();
        fleet.awaitStatus(gateway, "ready");

        assertThat(call(gateway, key(create(gateway, "newco"))).success()).isTrue();
    }

    @Test
    void tenantsStayWhileRedisIsAwayAndWhenItHasLostThem() {
        int gateway = gateway();
        String key = key(create(gateway, "newco"));

        redis.kill();
        fleet.awaitStatus(gateway, "degraded");
        assertThat(call(gateway, key).success()).isTrue();
        assertThat(admin(gateway).get("/tenants/newco").json().getString("id")).isEqualTo("newco");

        redis.restart();
        Eventually.check(() -> assertThat(admin(gateway).get("/status").json().getString("degraded"))
                .contains("redis has lost them"));
        assertThat(call(gateway, key).success()).isTrue();

        String another = key(create(gateway, "another"));
        eventuallyAnswered(gateway, key, 401);
        assertThat(call(gateway, another).success()).isTrue();
        fleet.awaitStatus(gateway, "ready");
    }

    @Test
    void tenThousandTenantsAreReadAndOneIsChanged() {
        ManyTenants.store(redis.settings(Duration.ofSeconds(5)), Fleet.MASTER_KEY, 10_000);
        int gateway = gateway();
        fleet.awaitStatus(gateway, "ready");
        assertThat(call(gateway, ManyTenants.key(4_711)).success()).isTrue();
        assertThat(fleet.meter(gateway, "tuyere_tenants")).isEqualTo(10_000);
        double before = fleet.commands(gateway, "answered");

        String key = key(create(gateway, "newco"));

        assertThat(call(gateway, key).success()).isTrue();
        assertThat(call(gateway, ManyTenants.key(17)).success()).isTrue();
        assertThat(fleet.commands(gateway, "answered") - before).isLessThan(50);
    }

    @Test
    void whatCannotBeReadIsSkippedAndNamed() {
        int gateway = gateway();
        String key = key(create(gateway, "newco"));
        store("garbage", "no record at all");
        store("newer", "2 99 id:x\nsealed by another version");
        store("foreign", "1 99 \nsealed under another key, long enough to be tried");

        Eventually.check(() -> assertThat(admin(gateway).get("/tenants").json().getJsonArray("skipped"))
                .hasSize(3));

        assertThat(admin(gateway).get("/tenants").json().getJsonArray("skipped").encode())
                .contains("garbage", "it is no record")
                .contains("newer", "another version, in form 2")
                .contains("foreign", "secrets.master-key");
        assertThat(fleet.meter(gateway, "tuyere_tenants_skipped")).isEqualTo(3);
        assertThat(call(gateway, key).success()).isTrue();

        assertThat(admin(gateway)
                        .request("DELETE", "/tenants/newer")
                        .header("If-Match", "*")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(admin(gateway).get("/tenants").json().getJsonArray("skipped"))
                .hasSize(2);
    }

    private void store(String id, String record) {
        String revision = Long.toString(System.currentTimeMillis() * 1_000 + 3_000_000_000L + id.hashCode() % 1000);

        assertThat(redis.ask("HSET", "tuyere:1:{tenants}:records", id, record)).isEqualTo("1");
        assertThat(redis.ask("ZADD", "tuyere:1:{tenants}:changes", revision, id))
                .isEqualTo("1");
        assertThat(redis.ask("HSET", "tuyere:1:{tenants}:state", "revision", revision))
                .isEqualTo("0");
    }
}
