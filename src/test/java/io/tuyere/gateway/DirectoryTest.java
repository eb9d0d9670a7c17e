package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Country;
import io.tuyere.core.Credential;
import io.tuyere.core.Project;
import io.tuyere.core.Tenant;
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
    void tenantsStandInTheOrderOfTheConfiguration() {
        assertThat(directory.tenants()).containsExactly(Map.entry("plain", plain), Map.entry("acme", acme));
        assertThatThrownBy(() -> directory.tenants().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
