package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CountryTable;
import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.TestIssuer;
import io.tuyere.support.TestIssuer.IssuerKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which client a token stands for. */
class JwtClientsTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final IssuerKey KEY = new IssuerKey("k1", "ES256");
    private static final IssuerKey OTHER = new IssuerKey("k2", "ES256");
    private static final Credential.Jwt BY_ID = jwt("tuyere", KEY, "tenant", "acme");
    private static final Credential.Jwt BY_GROUP = jwt("tuyere", KEY, "groups", "staff");

    @AutoClose
    private final Vertx vertx = Vertx.vertx();

    private final JwtClients clients = Given.jwtClients(vertx, NOW);
    private final Tenant acme = Given.tenant("acme", "eu", Map.of(), List.of(BY_GROUP, BY_ID));
    private final Tenant other = Given.tenant(
            "other",
            "eu",
            Map.of(),
            List.of(jwt("elsewhere", KEY, "tenant", "other"), jwt("tuyere", KEY, "groups", "guests")));
    private final Directory directory = Given.directory(acme, other);

    private static Credential.Jwt jwt(String audience, IssuerKey key, String claim, String value) {
        return new Credential.Jwt(TestIssuer.NAME, audience, key.set(), claim, value, false, null);
    }

    private Future<Client> settled(String token, Directory known) {
        Future<Client> outcome = clients.client(token, Digest.sha256(token), known);
        Client unused = GatewayUnderTest.done(outcome.otherwiseEmpty());
        return outcome;
    }

    private Client found(JsonObject claims, Directory known) {
        String token = KEY.token(claims);
        return settled(token, known).result();
    }

    private String refusal(JsonObject claims) {
        String token = KEY.token(claims);
        Throwable cause = settled(token, directory).cause();
        return ((FailureException) cause).failure().detail();
    }

    private static JsonObject claims() {
        return TestIssuer.claims("acme", NOW);
    }

    @Test
    void claimIsTheValueOrContainsIt() {
        JsonObject groups = claims().put("tenant", "nobody")
                .put("groups", new JsonArray().add("x").add(1).add("staff"));

        assertThat(found(claims(), directory)).isEqualTo(new Client(acme, BY_ID));
        assertThat(found(groups, directory)).isEqualTo(new Client(acme, BY_GROUP));
    }

    @Test
    void ofSeveralCredentialsOfATenantTheFirstCounts() {
        assertThat(found(claims().put("groups", "staff"), directory).credential())
                .isEqualTo(BY_GROUP);
    }

    @Test
    void tokenOfTwoTenantsIsNobodys() {
        assertThat(refusal(claims().put("groups", "guests"))).contains("more than one tenant");
    }

    @Test
    void audienceIsThatOfTheCredential() {
        assertThat(refusal(claims().put("aud", "somebody"))).contains("its audience (aud) is another");
        assertThat(refusal(claims().put("aud", "elsewhere"))).contains("no claim of it is one by which");
        assertThat(found(claims().put("tenant", "other").put("aud", "elsewhere"), directory)
                        .tenant())
                .isEqualTo(other);
    }

    @Test
    void claimOfAnotherKindNamesNobody() {
        assertThat(refusal(claims().put("tenant", 5))).contains("no claim of it is one by which a tenant is known");
        assertThat(refusal(claims().put("tenant", new JsonObject().put("acme", "acme"))))
                .contains("no claim");
        assertThat(refusal(claims().put("tenant", "ACME"))).contains("no claim");
        assertThat(refusal(claims().put("tenant", "acme\\nx"))).contains("no claim");
    }

    /** A key is trusted for those tenants only whose credentials name it. */
    @Test
    void keyOfOneTenantIsNotThatOfAnother() {
        Tenant own = Given.tenant("own", "eu", Map.of(), List.of(jwt("tuyere", OTHER, "tenant", "own")));
        Directory both = Given.directory(acme, own);
        String right = OTHER.token(TestIssuer.claims("own", NOW));

        assertThat(settled(right, both).result().tenant()).isEqualTo(own);
        assertThat(found(TestIssuer.claims("own", NOW), both)).isNull();
        assertThat(found(claims(), both).tenant()).isEqualTo(acme);
    }

    /** Whoever makes up a token learns nothing from the answer. */
    @Test
    void forgedTokenIsRefusedAlikeWhetherThereIsATenant() {
        IssuerKey stranger = new IssuerKey("stranger", "ES256");
        JsonObject header = new JsonObject().put("alg", "ES256").put("kid", "k1");
        List<String> answers = List.of("acme", "other", "nobody").stream()
                .map(tenant -> stranger.token(header, TestIssuer.claims(tenant, NOW)))
                .map(token -> settled(token, directory).cause())
                .map(cause -> ((FailureException) cause).failure().detail())
                .distinct()
                .toList();

        assertThat(answers).containsExactly("JWT invalid: its signature does not verify with the key of its issuer");
    }

    @Test
    void tenantThatIsRemovedIsUnknownAtOnce() {
        assertThat(found(claims(), directory)).isNotNull();

        assertThat(found(claims(), directory.with(List.of(), List.of("acme")))).isNull();
    }

    @Test
    void nobodyIsUnknownWhileTenantsAreStillToCome() {
        Directory awaiting = Directory.awaiting(RegionTable.builtIn(), CountryTable.builtIn());
        String token = KEY.token(claims());

        assertThat(settled(token, awaiting).cause())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        unknown -> assertThat(unknown.failure()).isEqualTo(new Failure.TenantsUnavailable()));
    }
}
