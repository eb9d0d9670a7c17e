package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PathTemplatesTest {
    private final PathTemplates templates = PathTemplates.builtIn();

    @ParameterizedTest
    @CsvFileSource(resources = "path-matches.csv", useHeadersInDisplayName = true)
    void pathIsFoldedIntoItsTemplate(
            String path, String template, String family, ResourceId.@Nullable Kind kind, @Nullable String id) {
        PathTemplates.Match match = templates.match(path);

        assertThat(match.template()).isEqualTo(template);
        assertThat(match.family()).isEqualTo(family);
        if (kind == null || id == null) {
            assertThat(match.resource()).isEmpty();
        } else {
            assertThat(match.resource()).contains(new ResourceId(kind, id));
        }
    }

    @Test
    void everyTemplateIsReachedByAPathOfItsShape() {
        assertThat(templates.all())
                .hasSize(153)
                .allSatisfy(template ->
                        assertThat(templates.match(example(template)).pattern()).isEqualTo(template));
    }

    /** An empty segment is what no parameter takes. */
    private static String example(PathTemplate template) {
        return template.text().replaceAll("\\{[a-z_]+}", "x1").replace("*", "/");
    }

    @Test
    void templatesAreTheirOwnLabels() {
        Set<String> texts = templates.all().stream().map(PathTemplate::text).collect(Collectors.toSet());

        assertThat(texts).hasSameSizeAs(templates.all()).contains("other", "/v1.0/*");
        assertThat(templates.all()).last().isEqualTo(new PathTemplate("other", "other"));
    }

    @Test
    void tenThousandStrangePathsMakeNoNewTemplate() {
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            seen.add(templates.match("/v1.0/scan-" + i + "/x" + i).template());
            seen.add(templates.match("/wp-" + i + ".php").template());
            seen.add(templates.match("/v1.0/devices/d" + i + "/attack-" + i).template());
        }

        assertThat(seen).containsExactlyInAnyOrder("/v1.0/*", "other", "/v1.0/devices/{device_id}/*");
    }

    @Test
    void veryLongPathIsFoldedLikeAnyOther() {
        assertThat(templates.match("/v1.0/devices/" + "a".repeat(1_000_000)).resource())
                .isEmpty();
        assertThat(templates.match("/".repeat(1_000_000)).template()).isEqualTo("other");
        assertThat(templates.match("/v1.0" + "/a".repeat(1_000_000)).template()).isEqualTo("/v1.0/*");
    }

    @Test
    void idsOfUpToSixtyFourCharactersAreRemembered() {
        String longest = "a".repeat(64);

        assertThat(templates.match("/v1.0/devices/" + longest).resource())
                .contains(new ResourceId(ResourceId.Kind.DEVICE, longest));
        assertThat(templates.match("/v1.0/devices/" + longest + "a").resource()).isEmpty();
    }

    @Test
    void idsAreLettersDigitsDashesAndUnderscores() {
        for (char c = 0; c < 256; c++) {
            boolean expected = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".indexOf(c) >= 0;
            if (c != '/') {
                assertThat(templates.match("/v1.0/devices/" + c).resource().isPresent())
                        .as("character %d", (int) c)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void pathsThatNameNothingShareOneMatch() {
        assertThat(templates.match("/v1.0/devices")).isSameAs(templates.match("/v1.0/devices/"));
    }

    @Test
    void templatesComeFromATable() {
        PathTemplates small = new PathTemplates(Table.parse("small", """
                template\tfamily
                /a/{device_id}\tone
                /a/{device_id}/b/{uid}\ttwo
                /a/c/*\tthree
                /a/c/d\tfour"""));

        assertThat(small.all())
                .extracting(PathTemplate::text)
                .containsExactly("/a/{device_id}", "/a/{device_id}/b/{uid}", "/a/c/*", "/a/c/d", "other");
        assertThat(small.match("/a/1").resource()).contains(new ResourceId(ResourceId.Kind.DEVICE, "1"));
        assertThat(small.match("/a/1/b/2").family()).isEqualTo("two");
        assertThat(small.match("/a/1/b/2").resource()).contains(new ResourceId(ResourceId.Kind.DEVICE, "1"));
        assertThat(small.match("/a/c").family()).isEqualTo("three");
        assertThat(small.match("/a/c/e").family()).isEqualTo("three");
        assertThat(small.match("/a/c/d").family()).isEqualTo("four");
        assertThat(small.match("/a").family()).isEqualTo("other");
        assertThat(small.match("/a/1/b").family()).isEqualTo("other");
    }

    @Test
    void parameterHasOneName() {
        Table table = Table.parse("two", "template\tfamily\n/a/{uid}\tone\n/a/{device_id}/b\ttwo");

        assertThatIllegalStateException()
                .isThrownBy(() -> new PathTemplates(table))
                .withMessage("{device_id} and {uid} stand in the same place");
    }

    @Test
    void resourceIdIsCheckedWhereverItIsMade() {
        assertThat(ResourceId.of(ResourceId.Kind.USER, "az1234"))
                .contains(new ResourceId(ResourceId.Kind.USER, "az1234"));
        assertThat(ResourceId.of(ResourceId.Kind.USER, "")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResourceId(ResourceId.Kind.USER, "a b"))
                .withMessage("an id is 1 to 64 letters, digits, dashes or underscores, was: a b");
    }
}
