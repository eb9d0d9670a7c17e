package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTableTest {
    private static final URI LOCAL = URI.create("http://127.0.0.1:18603");

    private final RegionTable table = RegionTable.builtIn();

    @ParameterizedTest
    @CsvFileSource(resources = "region-names.csv", useHeadersInDisplayName = true)
    void dataCentreIsFoundByEveryNameAndHost(String id, String host, String name, String alias) {
        Region region = table.find(id).orElseThrow();

        assertThat(region.id()).isEqualTo(id);
        assertThat(region.displayName()).isEqualTo(name);
        assertThat(region.baseUrl()).hasToString("https://" + host);
        assertThat(region.source()).contains("D");
        assertThat(table.find(alias)).contains(region);
        assertThat(table.find(' ' + alias.toUpperCase(Locale.ROOT) + ' ')).contains(region);
        for (String port : List.of("", ":80", ":443")) {
            assertThat(table.byAuthority(host + port)).contains(region);
            assertThat(table.byAuthority(host.toUpperCase(Locale.ROOT) + port)).contains(region);
        }
        assertThat(table.byPlatformUrl("https://" + host)).contains(region);
    }

    @Test
    void sevenDataCentresAreBuiltIn() {
        assertThat(table.all())
                .extracting(Region::id)
                .containsExactly("cn", "us", "us-east", "eu", "eu-west", "in", "sg");
        assertThat(table.find("sg").orElseThrow().messageQueue()).isEqualTo("pulsar+ssl://mqe-sg.iotbing.com:7285/");
        assertThat(table.find("us-east").orElseThrow().aliases())
                .containsExactlyInAnyOrder("us-e", "us_east", "ue", "ea", "ueaz", "america_azure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "mars", "e u", "openapi.tuyaeu.com", "\u0000"})
    void unknownNameFindsNothing(String name) {
        assertThat(table.find(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "eu",
                "localhost:8080",
                "openapi.tuyaeu.com:8443",
                "openapi.tuyaeu.com:",
                "openapi.tuyaeu.com.",
                "user@openapi.tuyaeu.com",
                "openapi-weaz.tuyaus.com",
                "openapi.tuyasg.com"
            })
    void otherHostsBelongToNoRegion(String authority) {
        assertThat(table.byAuthority(authority)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://openapi.tuyaeu.com",
                "https://openapi.tuyaeu.com/",
                "http://openapi.tuyaeu.com/v1.0?a=b",
                "HTTPS://OpenAPI.TuyaEU.com:443",
                " https://openapi.tuyaeu.com "
            })
    void platformUrlNamesTheRegionOfItsHost(String url) {
        assertThat(table.byPlatformUrl(url)).map(Region::id).contains("eu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "eu",
                "not a url",
                "https://",
                "mailto:openapi.tuyaeu.com",
                "https://openapi.tuyaeu.com@evil.example",
                "https://openapi.tuyaeu.com:8443",
                "https://evil.example/openapi.tuyaeu.com"
            })
    void otherTextIsNoPlatformUrl(String url) {
        assertThat(table.byPlatformUrl(url)).isEmpty();
    }

    @Test
    void overriddenRegionAnswersToBothItsHosts() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("eu", LOCAL)));

        Region eu = overlaid.find("eu").orElseThrow();
        assertThat(eu.baseUrl()).isEqualTo(LOCAL);
        assertThat(eu.displayName()).isEqualTo("Central Europe Data Center");
        assertThat(eu.messageQueue()).isEqualTo("pulsar+ssl://mqe.tuyaeu.com:7285/");
        assertThat(eu.source()).isEqualTo("configuration");
        assertThat(overlaid.find("europe")).contains(eu);
        assertThat(overlaid.byAuthority("openapi.tuyaeu.com")).contains(eu);
        assertThat(overlaid.byAuthority("openapi.tuyaeu.com:443")).contains(eu);
        assertThat(overlaid.byAuthority("127.0.0.1:18603")).contains(eu);
        assertThat(overlaid.byPlatformUrl("http://127.0.0.1:18603/")).contains(eu);
        assertThat(overlaid.byPlatformUrl("https://openapi.tuyaeu.com")).contains(eu);
        assertThat(overlaid.all()).hasSize(7).extracting(Region::id).startsWith("cn", "us", "us-east", "eu");
        assertThat(table.find("eu").orElseThrow().tls()).as("the table itself").isTrue();
    }

    @Test
    void overrideIsFoundWithExactlyItsPort() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("eu", LOCAL)));

        assertThat(overlaid.byAuthority("127.0.0.1")).isEmpty();
        assertThat(overlaid.byAuthority("127.0.0.1:80")).isEmpty();
        assertThat(overlaid.byAuthority("127.0.0.1:18604")).isEmpty();
    }

    @Test
    void overrideOnTheSchemesPortIsFoundWithAndWithoutIt() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("lab", URI.create("http://lab.example"))));

        assertThat(overlaid.byAuthority("LAB.example")).map(Region::id).contains("lab");
        assertThat(overlaid.byAuthority("lab.example:80")).map(Region::id).contains("lab");
        assertThat(overlaid.byAuthority("lab.example:443")).isEmpty();
        assertThat(overlaid.byPlatformUrl("http://lab.example")).map(Region::id).contains("lab");
        assertThat(overlaid.byPlatformUrl("https://lab.example")).isEmpty();
    }

    @Test
    void newIdAddsAPrivateRegionAtTheEnd() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("lab", LOCAL)));

        Region lab = overlaid.find("lab").orElseThrow();
        assertThat(lab).isEqualTo(new Region("lab", "lab", LOCAL, "unknown", java.util.Set.of(), "configuration"));
        assertThat(overlaid.all()).hasSize(8).endsWith(lab);
    }

    @Test
    void overrideMayNameMessageQueueAndDisplayName() {
        var override = new RegionOverride("lab", LOCAL, "Laboratory", "pulsar://127.0.0.1:6650");
        var changed = new RegionOverride("eu", LOCAL, "Europe", "pulsar://127.0.0.1:6651");

        RegionTable overlaid = table.with(List.of(override, changed));

        assertThat(overlaid.find("lab").orElseThrow().displayName()).isEqualTo("Laboratory");
        assertThat(overlaid.find("lab").orElseThrow().messageQueue()).isEqualTo("pulsar://127.0.0.1:6650");
        assertThat(overlaid.find("eu").orElseThrow().displayName()).isEqualTo("Europe");
        assertThat(overlaid.find("eu").orElseThrow().messageQueue()).isEqualTo("pulsar://127.0.0.1:6651");
    }

    @Test
    void overrideByAliasChangesTheRegionItNames() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("az", LOCAL)));

        assertThat(overlaid.all()).hasSize(7);
        assertThat(overlaid.find("us").orElseThrow().baseUrl()).isEqualTo(LOCAL);
    }

    @Test
    void addressSharedByRegionsMeansNoneOfThem() {
        RegionTable overlaid = table.with(List.of(
                RegionOverride.of("eu", LOCAL), RegionOverride.of("us", LOCAL), RegionOverride.of("in", LOCAL)));

        assertThat(overlaid.byAuthority("127.0.0.1:18603")).isEmpty();
        assertThat(overlaid.byAuthority("openapi.tuyaus.com")).map(Region::id).contains("us");
    }

    @Test
    void dataCentresOwnHostMeansItEvenIfAnotherRegionIsSentThere() {
        RegionTable overlaid =
                table.with(List.of(RegionOverride.of("us", URI.create("https://openapi.tuyaeu.com:443"))));

        assertThat(overlaid.byAuthority("openapi.tuyaeu.com")).map(Region::id).contains("eu");
        assertThat(overlaid.byAuthority("openapi.tuyaus.com")).map(Region::id).contains("us");
    }

    @Test
    void overlaysAddUp() {
        RegionTable overlaid = table.with(List.of(RegionOverride.of("eu", LOCAL)))
                .with(List.of(RegionOverride.of("eu", URI.create("http://127.0.0.1:9"))));

        assertThat(overlaid.byAuthority("127.0.0.1:9")).map(Region::id).contains("eu");
        assertThat(overlaid.byAuthority("127.0.0.1:18603")).isEmpty();
        assertThat(overlaid.byAuthority("openapi.tuyaeu.com")).map(Region::id).contains("eu");
    }
}
