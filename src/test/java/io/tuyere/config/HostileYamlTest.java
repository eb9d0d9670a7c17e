package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostileYamlTest {
    @TempDir
    Path folder;

    private ConfigFolder files(String... main) {
        return ConfigFolder.withTenant(folder).tuyere(main);
    }

    @Test
    void billionLaughsAreNotExpanded() {
        String levels = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> "l%d: &l%d [%s]"
                        .formatted(i, i, ("*l" + (i - 1) + ",").repeat(10).replaceFirst(",$", "")))
                .collect(Collectors.joining("\n"));

        assertThat(files("l0: &l0 laugh", levels, "regions: *l30").errors())
                .contains("tuyere.yaml:1:1: error: l0: unknown key; known: access-log, countries, limits, logging,"
                        + " management, metrics, proxy, public-url, redis, regions, secrets, server, tenants, timeouts,"
                        + " tracing, upstream")
                .contains("tuyere.yaml:31:6: error: regions: expected a map of keys, found a list");
    }

    @Test
    void endlessAliasesAreRefused() {
        String aliases = "*a, ".repeat(20_001);

        assertThat(files("a: &a []", "b: [" + aliases + "]").errors())
                .containsExactly("tuyere.yaml: error: uses too many aliases of maps and lists; write them out");
    }

    @ParameterizedTest
    @CsvSource({"[", "'{a: '"})
    void deepNestingIsRefusedBeforeTheStackEnds(String open) {
        assertThat(files("a: " + open.repeat(100_000)).errors())
                .containsExactly("tuyere.yaml:1:" + (4 + 31 * open.length())
                        + ": error: nested deeper than 32 levels, which no setting needs");
    }

    @Test
    void structureInsideItselfIsRefused() {
        assertThat(files("server: &s { tls: *s }").errors())
                .contains(
                        "tuyere.yaml:1:14: error: server.tls.tls: unknown key; known: cert, client-auth, client-ca, key");
    }

    @ParameterizedTest
    @CsvSource({
        "'server: !!javax.script.ScriptEngineManager [ ]', server",
        "'server: { host: !!java.net.URL \"http://x\" }', server.host",
        "'server: { host: !hunter2 }', server.host",
        "'server: { host: !!binary aGk= }', server.host",
        "'server: !!set { host }', server",
        "'redis: { url: [!x y] }', redis.url[0]",
    })
    void tagsAreRefused(String line, String path) {
        assertThat(files(line).errors())
                .anySatisfy(error -> assertThat(error).endsWith(path + ": has a tag (!…); write the plain value"));
    }

    @ParameterizedTest
    @CsvSource({
        "'server: {}\n---\nserver: {}', 'tuyere.yaml:2:1: error: more than one document; remove the second ---'",
        "'server: *hunter2', 'tuyere.yaml:1:9: error: not YAML: a value that begins with * must be put in quotes'",
        "'server: !a!hunter2 x', 'tuyere.yaml:1:9: error: not YAML: a value that begins with ! must be put in quotes'",
        "'server: {}\n\u0007', 'tuyere.yaml:2:1: error: not YAML: a control character; remove it'",
        "'- server', 'tuyere.yaml:1:1: error: expected a map of keys, found a list'",
        "'<<: { server: {} }', 'tuyere.yaml:1:1: error: <<: unknown key; known: access-log, countries, limits, logging,"
                + " management, metrics, proxy, public-url, redis, regions, secrets, server, tenants, timeouts, tracing,"
                + " upstream'",
    })
    void whatIsNotYamlForSettingsIsRefusedAtItsLine(String text, String error) {
        assertThat(files(text).errors()).containsExactly(error);
    }

    @Test
    void fileThatIsTooLongOrNotTextIsRefused() throws IOException {
        ConfigFolder files = files("");
        Files.write(files.file("tuyere.yaml"), new byte[16 * 1024 * 1024 + 1]);

        assertThat(files.errors()).containsExactly("tuyere.yaml: error: is longer than 16MiB");

        Files.write(files.file("tuyere.yaml"), new byte[] {'a', ':', (byte) 0xc3});

        assertThat(files.errors()).containsExactly("tuyere.yaml: error: is not UTF-8");
    }
}
