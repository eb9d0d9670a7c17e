package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link within the documentation leads to a file that is there, and to a heading of it, and every page is linked to. */
final class LinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Set<String> OUTSIDE = Set.of("target", "node_modules", ".git");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[(?:[^\\[\\]]|\\[[^]]*])*]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    static List<Path> pages() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of(ROOT.relativize(file).toString().split("/"))
                            .noneMatch(OUTSIDE::contains))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        assertThat(links(page)).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();

            assertThat(target).as(link).exists();
            if (parts.length > 1) {
                assertThat(anchors(target)).as(link).contains(parts[1]);
            }
        });
    }

    @Test
    void everyPageIsReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();

        reach(ROOT.resolve("README.md"), reached);

        assertThat(reached).containsAll(pages());
    }

    private static void reach(Path page, Set<Path> reached) {
        if (page.toString().endsWith(".md") && reached.add(page)) {
            links(page)
                    .forEach(link ->
                            reach(page.resolveSibling(link.split("#", 2)[0]).normalize(), reached));
        }
    }

    @Test
    void everyPageOfTheDocumentationIsInItsIndex() {
        Path docs = ROOT.resolve("docs");
        List<Path> listed = links(docs.resolve("README.md")).stream()
                .map(link -> docs.resolve(link).normalize())
                .toList();

        assertThat(pages())
                .filteredOn(page -> docs.equals(page.getParent()) && !page.endsWith("README.md"))
                .isSubsetOf(listed);
    }

    /** Targets without those of other sites. */
    private static List<String> links(Path page) {
        String prose = CODE.matcher(FENCED.matcher(text(page)).replaceAll("")).replaceAll("code");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /** As hosts of repositories make them of headings. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(text(page)).replaceAll("")).results().forEach(heading -> {
            String plain = LINK.matcher(heading.group(1)).replaceAll("$1").replaceAll("[^\\p{L}\\p{N}_ -]", "");
            String anchor = plain.toLowerCase(Locale.ROOT).replace(' ', '-');
            for (int again = 1; !anchors.add(anchor); again++) {
                anchor = plain.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + again;
            }
        });
        return anchors;
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
