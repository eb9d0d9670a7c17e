package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/headers.md} names every header of the gateway's own. */
final class HeadersTest {
    private static final Path SOURCES = Path.of("src/main/java/io/tuyere");
    private static final Pattern OWN = Pattern.compile(
            "\"(X-(?:Tuyere|Tuya|API|Country|Request)-[A-Za-z]+|RateLimit(?:-Policy)?|Idempotency-Key)\"");

    @Test
    void everyHeaderIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/headers.md"));

        assertThat(headers())
                .hasSizeGreaterThan(10)
                .allSatisfy(header -> assertThat(page).contains("`" + header));
    }

    private static List<String> headers() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(HeadersTest::text)
                    .flatMap(text -> OWN.matcher(text).results())
                    .map((MatchResult found) -> found.group(1))
                    .distinct()
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
