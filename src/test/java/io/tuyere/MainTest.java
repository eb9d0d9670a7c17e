package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEveryCommandSaysWhatItDoesAndHasAnExample(String command) {
        CommandRun help = CommandRun.of(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: tuyere " + command)
                .containsPattern("Examples?: +.*\\./tuyere " + command);
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void mainHelpNamesEveryCommand(String command) {
        assertThat(CommandRun.of("--help").out()).contains("  " + command + " ");
        assertThat(CommandRun.of("help", command).out()).startsWith("Usage: tuyere " + command);
    }

    /** Once only the top command knew its version; the others printed nothing. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandKnowsItsVersion(String command) {
        assertThat(CommandRun.of(command, "--version").out()).startsWith("tuyere ");
    }

    @Test
    void mainHelpSaysHowToBegin() {
        CommandRun help = CommandRun.of("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("./tuyere demo", "./tuyere run -c conf/tuyere.yaml", "78 wrong configuration");
    }

    @Test
    void versionNamesItsSurroundings() {
        CommandRun version = CommandRun.of("version");

        assertThat(version.code()).isZero();
        assertThat(version.out())
                .startsWith("tuyere ")
                .contains("java ")
                .isEqualTo(CommandRun.of("-V").out());
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun nothing = CommandRun.of();

        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).startsWith("Which command?").contains("demo", "run", "check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rout", "--nonsense"})
    void unknownCommandIsWrongUsage(String word) {
        CommandRun unknown = CommandRun.of(word);

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains(word);
    }

    @Test
    void mistypedCommandIsGuessed() {
        assertThat(CommandRun.of("rout").err()).contains("route");
    }

    @Test
    void configurationThatIsMissingIsNotRun() {
        CommandRun run = CommandRun.of("run", "-c", "no/such/file.yaml");

        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err())
                .startsWith("tuyere: the configuration is not usable")
                .contains("no/such/file.yaml");
        assertThat(run.out()).isEmpty();
    }
}
