package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Country;
import io.tuyere.core.Credential;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final Tenant acme = Given.acme();
    private final Tenant plain = Given.tenant("plain", null, Map.of(), List.of(new Credential.Relay("real-id")));
    private final Directory directory = Given.directory(plain, acme);

    @Test
    void clientIsFoundByWhatItShows() {
        assertThat(directory.byAccessId("acme-sdk")).contains(new Client(acme, Given.SDK));
        assertThat(directory.byKeyHash("2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"))
                .isEqualTo(new Client(acme, Given.KEY));
        assertThat(directory.byAccessId("real-id")).hasValueSatisfying(client -> {
            assertThat(client.relayed()).isTrue();
            assertThat(client.project("eu")).contains(Project.foreign("real-id"));
        });
    }

    @Test
    void identityProviderIsKnownAsLongAsACredentialNamesIt() {
        Tenant first = Given.tenant("first", "eu", Map.of(), List.of(jwt("tuyere", "https://a/keys", "first")));
        Tenant second = Given.tenant("second", "eu", Map.of(), List.of(jwt("other", "https://a/keys", "second")));

        Directory both = directory.with(List.of(first, second), List.of());
        Directory one = both.with(List.of(), List.of("first"));
        Directory moved = one.with(
                List.of(Given.tenant("second", "eu", Map.of(), List.of(jwt("other", "https://b/keys", "second")))),
                List.of());
        Directory none = moved.with(List.of(), List.of("second"));

        assertThat(both.byJwt("https://a\ntuyere\norg\nfirst"))
                .isEqualTo(new Client(first, first.credentials().get(0)));
        assertThat(both.jwks()).containsExactly("https://a/keys");
        assertThat(both.issuers().claims("https://a")).containsExactly("org");
        assertThat(both.issuers().takes("https://a", "tuyere")).isTrue();
        assertThat(one.issuers().takes("https://a", "tuyere")).isFalse();
        assertThat(one.issuers().takes("https://a", "other")).isTrue();
        assertThat(one.byJwt("https://a\ntuyere\norg\nfirst")).isNull();
        assertThat(one.jwks()).containsExactly("https://a/keys");
        assertThat(moved.issuers().jwks("https://a")).containsExactly("https://b/keys");
        assertThat(none.jwks()).isEmpty();
        assertThat(none.issuers().claims("https://a")).isEmpty();
    }

    private static Credential jwt(String audience, String jwks, String value) {
        return new Credential.Jwt("https://a", audience, jwks, "org", value, false, null);
    }

    @Test
    void nobodyElseIsFound() {
        assertThat(directory.byAccessId("")).isEmpty();
        assertThat(directory.byAccessId("ACME-SDK")).isEmpty();
        assertThat(directory.byAccessId("project-eu")).isEmpty();
        assertThat(directory.byKeyHash("")).isNull();
    }

    @Test
    void twoClientsWithOneCredentialAreRefused() {
        Tenant other = Given.tenant("other", "eu", Map.of(), List.of(Given.SDK));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Given.directory(acme, other))
                .withMessageContaining("other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Given.directory(acme, Given.tenant("third", "eu", Map.of(), List.of(Given.KEY))));
    }

    @Test
    void countriesAreThoseOfTheTenant() {
        assertThat(directory.countries(acme).find("HK").map(Country::region)).contains("eu");
        assertThat(directory.countries(acme).find("852").map(Country::region)).contains("eu");
        assertThat(directory.countries(plain).find("HK"))
                .isEqualTo(directory.countries().find("HK"));
        assertThat(directory.countries().find("HK").map(Country::region)).isNotEqualTo(Optional.of("eu"));
    }

    @Test
    void tenantsCanBeLookedAtAndNotChanged() {
        assertThat(directory.tenants()).containsOnly(Map.entry("plain", plain), Map.entry("acme", acme));
        assertThatThrownBy(() -> directory.tenants().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void changedTenantLeavesTheOldDirectoryAsItWas() {
        Tenant poorer = Given.tenant("acme", "eu", Map.of(), List.of(Given.KEY));
        Tenant fresh = Given.tenant("fresh", "eu", Map.of("HK", "eu"), List.of(new Credential.Relay("fresh-id")));

        Directory changed = directory.with(List.of(poorer, fresh), List.of("plain"));

        assertThat(changed.tenants().keySet()).containsExactlyInAnyOrder("acme", "fresh");
        assertThat(changed.byAccessId("acme-sdk")).isEmpty();
        assertThat(changed.byKeyHash("2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"))
                .isEqualTo(new Client(poorer, Given.KEY));
        assertThat(changed.byAccessId("fresh-id")).isPresent();
        assertThat(changed.countries(fresh).find("HK").map(Country::region)).contains("eu");
        assertThat(changed.countries(poorer).find("HK"))
                .isEqualTo(changed.countries().find("HK"));
        assertThat(directory.tenants().keySet()).containsExactlyInAnyOrder("acme", "plain");
        assertThat(directory.byAccessId("acme-sdk")).isPresent();
    }

    /** Changes may come out of order when a credential moves from one tenant to another. */
    @Test
    void newestTenantHasACredentialThatTwoClaim() {
        Tenant heir = Given.tenant("heir", "eu", Map.of(), List.of(Given.SDK));
        Tenant without = Given.tenant("acme", "eu", Map.of(), List.of());

        Directory moved = directory.with(List.of(heir), List.of()).with(List.of(without), List.of());

        assertThat(moved.byAccessId("acme-sdk").map(Client::tenant)).contains(heir);
    }

    @Test
    void otherTablesKeepTheTenants() {
        Directory other =
                directory.with(directory.regions(), directory.countries().withRegions(Map.of("DE", "us")));

        assertThat(other.tenants()).isEqualTo(directory.tenants());
        assertThat(other.countries(acme).find("DE").map(Country::region)).contains("us");
        assertThat(other.countries(acme).find("HK").map(Country::region)).contains("eu");
    }

    @Test
    void nobodyIsUnknownWhileTenantsAreStillToCome() {
        Directory awaiting = Directory.awaiting(directory.regions(), directory.countries());

        assertThatThrownBy(() -> awaiting.byAccessId("acme-sdk")).isInstanceOf(FailureException.class);
        assertThatThrownBy(() -> awaiting.byKeyHash("00")).isInstanceOf(FailureException.class);
        assertThat(awaiting.completed().byAccessId("acme-sdk")).isEmpty();
    }

    @Test
    void manyTenantsAreKeptApart() {
        List<Tenant> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(Given.tenant("t" + i, "eu", Map.of(), List.of(new Credential.Relay("id" + i))));
        }

        Directory all = Given.directory().with(many, List.of());
        Directory fewer = all.with(
                List.of(), many.subList(0, 4_000).stream().map(Tenant::id).toList());

        assertThat(all.tenants()).hasSize(5_000);
        assertThat(all.byAccessId("id4711").map(client -> client.tenant().id())).contains("t4711");
        assertThat(fewer.tenants()).hasSize(1_000).containsKey("t4711").doesNotContainKey("t17");
        assertThat(fewer.byAccessId("id17")).isEmpty();
    }
}
