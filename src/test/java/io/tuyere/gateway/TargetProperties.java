package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tuyere.core.FailureException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;

/** Whatever stands in a request line is understood or refused, and never met with a bug. */
class TargetProperties {
    @Property
    void anyTextIsUnderstoodOrRefused(@ForAll String text) {
        assertThat(parsed(text).stream()).allMatch(target -> target.path().startsWith("/"));
        assertThat(parsed("/" + text).stream()).allMatch(target -> target.path().startsWith("/"));
    }

    @Property
    void whatIsUnderstoodIsPassedOnAsItIs(@ForAll("targets") String text) {
        assertThat(parsed(text).stream())
                .allMatch(target ->
                        text.equals(target.prefixedPath() + (target.query() == null ? "" : "?" + target.query())));
    }

    @Property
    void whatIsUnderstoodHasAMeaning(@ForAll("targets") String text) {
        assertThatCode(() -> parsed(text).ifPresent(target -> {
                    assertThat(Endpoint.of(target.path(), target.query())).isNotNull();
                    assertThat(Endpoint.refreshToken(target.path())).isNotNull();
                }))
                .doesNotThrowAnyException();
    }

    @Property
    void anyQueryIsLookedThrough(@ForAll @CharRange(from = ' ', to = '~') String query) {
        assertThat(QueryParameters.first(query, "a")).isNotNull();
        assertThat(QueryParameters.first("a=" + query, "a")).isNotNull();
    }

    private static Optional<Target> parsed(String text) {
        try {
            return Optional.of(Target.parse(text));
        } catch (FailureException refused) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> targets() {
        Arbitrary<String> segment = Arbitraries.of(
                "v1.0",
                "token",
                "@eu",
                "%74",
                "%E2%82%AC",
                "%FF",
                "a+b",
                "a:b",
                "",
                ".",
                "..",
                "%2e",
                "%",
                "iot-03",
                "x");
        Arbitrary<String> query = Arbitraries.of("", "?", "?a", "?a=%", "?grant_type=1", "?b=/c&a=%zz", "?a=+&a=b");
        return segment.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(segments -> "/" + String.join("/", segments))
                .flatMap(path -> query.map(path::concat));
    }
}
