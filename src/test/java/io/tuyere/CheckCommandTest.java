package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    @Test
    void usableConfigurationIsOk() throws IOException {
        CommandRun check =
                CommandRun.of("check", "-c", ConfigFiles.usable(folder).toString());

        assertThat(check.code()).isZero();
        assertThat(check.out()).isEqualToIgnoringNewLines("ok: 2 tenants");
    }

    @Test
    void warningsAreErrorsWhereThatIsAsked() throws IOException {
        String file = ConfigFiles.usable(folder).toString();

        assertThat(CommandRun.of("check", "-c", file).err()).contains("warning").doesNotContain("project-secret");
        assertThat(CommandRun.of("check", "--strict", "-c", file).code()).isEqualTo(78);
        assertThat(CommandRun.of("check", "--strict", "-c", file).out()).isEmpty();
    }

    @Test
    void everyProblemIsReportedWithItsLine() throws IOException {
        ConfigFiles broken = ConfigFiles.of(folder, "server: { port: 99999 }\nnonsense: 1\ntimeouts: { call: soon }\n");

        CommandRun check = CommandRun.of("check", "-c", broken.toString());

        assertThat(check.code()).isEqualTo(78);
        assertThat(check.out()).isEmpty();
        assertThat(check.err().lines())
                .anyMatch(line -> line.contains("tuyere.yaml:1:") && line.contains("port"))
                .anyMatch(line -> line.contains("tuyere.yaml:2:") && line.contains("nonsense"))
                .anyMatch(line -> line.contains("tuyere.yaml:3:") && line.contains("timeouts.call"));
    }

    @Test
    void fileThatIsMissingOrNoYamlIsReported() throws IOException {
        CommandRun missing =
                CommandRun.of("check", "-c", folder.resolve("none.yaml").toString());
        CommandRun garbled = CommandRun.of(
                "check", "-c", ConfigFiles.of(folder, "a: [b\nc: {").toString());

        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.err()).contains("none.yaml");
        assertThat(garbled.code()).isEqualTo(78);
        assertThat(garbled.err()).contains("tuyere.yaml:");
    }

    @Test
    void flagGoesBeforeTheFile() throws IOException {
        ConfigFiles files = ConfigFiles.usable(folder);

        assertThat(CommandRun.of("check", "-c", files.toString(), "--set", "server.port=8081")
                        .code())
                .isZero();
        CommandRun wrong = CommandRun.of("check", "-c", files.toString(), "--set", "server.port=no");
        assertThat(wrong.code()).isEqualTo(78);
        assertThat(wrong.err()).contains("server.port");
        assertThat(CommandRun.of("check", "-c", files.toString(), "--set", "server.prot=1")
                        .code())
                .isEqualTo(78);
    }
}
