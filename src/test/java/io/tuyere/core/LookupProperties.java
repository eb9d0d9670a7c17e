package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LookupProperties {
    private final CountryTable countries = CountryTable.builtIn();
    private final RegionTable regions = RegionTable.builtIn();
    private final PathTemplates templates = PathTemplates.builtIn();

    @Property
    void countryIsFoundInTheTableOrNotAtAll(@ForAll String text) {
        assertThat(countries.find(text).stream()).allMatch(countries.all()::contains);
    }

    @Property
    void anyDigitsNameACountryOfTheTableOrNone(@ForAll("digits") String text) {
        assertThat(countries.find(text).stream()).allMatch(countries.all()::contains);
    }

    @Property
    void marksBetweenDigitsChangeNothing(@ForAll("digits") String text) {
        String marked = "+" + String.join("-", text.split(""));

        assertThat(marked.length() > 40 || countries.find(marked).equals(countries.find("+" + text)))
                .isTrue();
    }

    @Property
    void regionIsFoundInTheTableOrNotAtAll(@ForAll String text) {
        assertThat(regions.find(text).stream()).allMatch(regions.all()::contains);
        assertThat(regions.byAuthority(text).stream()).allMatch(regions.all()::contains);
        assertThat(regions.byPlatformUrl(text).stream()).allMatch(regions.all()::contains);
    }

    @Property
    void anyTextFoldsIntoAKnownTemplate(@ForAll String path) {
        assertThat(templates.all()).contains(templates.match(path).pattern());
    }

    @Property
    void anyPathFoldsIntoAKnownTemplate(@ForAll("paths") String path) {
        PathTemplates.Match match = templates.match(path);

        assertThat(templates.all()).contains(match.pattern());
        assertThat(match.resource().stream()).allMatch(resource -> path.contains("/" + resource.id()));
    }

    @Property
    void trailingSlashChangesNothing(@ForAll("paths") String path) {
        assertThat(path.endsWith("/") || templates.match(path + "/").equals(templates.match(path)))
                .isTrue();
    }

    @Provide
    Arbitrary<String> digits() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(18);
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.oneOf(
                Arbitraries.of("v1.0", "v2.0", "devices", "cloud", "thing", "group", "users", "iot-03", "homes", "*"),
                Arbitraries.strings().ofMaxLength(8));
        return segment.list().ofMaxSize(9).map(segments -> "/" + String.join("/", segments));
    }
}
