package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResolverTest {
    private final Resolver resolver = new Resolver(Map.of("A", "one", "REF", "env:A", "EMPTY", ""));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "env:A, one",
        "env:REF, env:A",
        "${A}, one",
        "x-${A}-${B:two}, x-one-two",
        "${B:}, ''",
        "${EMPTY:other}, ''",
        "${B:a:b}, a:b",
        "$${A}, ${A}",
        "$${A}${A}, ${A}one",
        "$A, $A",
    })
    void referencesAreFollowedOnce(String text, String expected) {
        assertThat(resolver.resolve(text, UnaryOperator.identity())).isEqualTo(expected);
    }

    @Test
    void onlyTheLastNewlineOfAFileIsCut() throws IOException {
        Files.writeString(folder.resolve("secret"), " s3cret\r\n\r\n");

        assertThat(resolver.resolve("file:secret", folder::resolve)).isEqualTo(" s3cret\r\n");
    }

    @Test
    void longAndBinaryFilesAreRefused() throws IOException {
        Files.write(folder.resolve("long"), new byte[64 * 1024 + 1]);
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve("file:long", folder::resolve))
                .withMessageContaining("longer than 64KiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve("file:binary", folder::resolve))
                .withMessageContaining("is not UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve("file:\0", folder::resolve))
                .withMessage("is not a path");
    }
}
