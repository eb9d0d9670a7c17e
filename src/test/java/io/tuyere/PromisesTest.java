package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that name a test for every promise name tests that are there. */
final class PromisesTest {
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:IT|Test|Properties|Fuzz))?(?:\\.(\\w+))?`");

    @ParameterizedTest
    @ValueSource(strings = {"reliability.md", "security.md"})
    void everyTestThatIsNamedExists(String page) throws IOException {
        Map<String, Path> classes = classes();
        List<String> missing = new ArrayList<>();
        String owner = "";
        Matcher named = TEST.matcher(Files.readString(Path.of("docs", page)));
        while (named.find()) {
            owner = named.group(1) == null ? owner : named.group(1);
            String method = named.group(2);
            Path source = classes.get(owner);
            if (source == null || (method != null && !Files.readString(source).contains(" " + method + "("))) {
                missing.add(owner + "." + method);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(owner).as("the last one that was found").isNotEmpty();
    }

    private static Map<String, Path> classes() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java"))) {
            return sources.filter(path -> path.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            path -> path.getFileName().toString().replace(".java", ""),
                            Function.identity(),
                            (one, other) -> one));
        }
    }
}
