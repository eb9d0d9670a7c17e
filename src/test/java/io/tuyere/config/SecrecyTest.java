package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is in anything that is printed, whatever is wrong around it. */
final class SecrecyTest {
    private static final String SECRET = "hunter2";
    private static final String KEY =
            Base64.getEncoder().encodeToString("hunter2-hunter2-hunter2-hunter2-".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    @Test
    void configurationPrintsNoSecret() {
        ConfigFolder files = new ConfigFolder(folder)
                .tuyere("redis: { url: \"redis://u:hunter2@127.0.0.1\" }", "secrets: { master-key: \"" + KEY + "\" }")
                .tenants(
                        "acme:",
                        "  project: { access-id: p, access-secret: hunter2 }",
                        "  credentials:",
                        "    - { type: signed, access-id: sdk, access-secret: hunter2 }",
                        "    - { type: api-key, key: hunter2 }");

        String printed = files.configuration() + files.read().render() + files.read();

        assertThat(printed).doesNotContain(SECRET).doesNotContain(KEY);
        assertThat(files.read().problems())
                .filteredOn(problem -> problem.message().contains("lies open"))
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis: { url: \"http://u:hunter2@127.0.0.1\" }",
                "redis: { url: \"redis://u:hunter2@127.0.0.1 \" }",
                "redis: { url: [redis://a, \"redis://u:hunter2@b\"] }",
                "redis: { url: redis://a, password: [hunter2] }",
                "redis: { url: redis://a, password: { hunter2: 1 } }",
                "redis: { url: redis://a, password: *hunter2 }",
                "redis: { url: redis://a, password: !hunter2 }",
                "redis: { url: redis://a, password: !hunter2!hunter2 }",
                "redis: { url: redis://a, password: @hunter2 }",
                "redis: { url: redis://a, password: \"hunter2 }",
                "redis: { url: redis://a, password: &hunter2 }",
                "redis: { url: redis://a, password: \"${hunter2\" }",
                "public-url: https://hunter2:hunter2@127.0.0.1",
                "secrets: { master-key: hunter2 }",
                "secrets: { master-key: [hunter2, hunter2, hunter2] }",
            })
    void problemsQuoteNoSecret(String line) {
        Reading reading = ConfigFolder.withTenant(folder).tuyere(line).read();

        assertThat(reading.errors()).isNotEmpty();
        assertThat(reading.render()).doesNotContain(SECRET);
    }
}
