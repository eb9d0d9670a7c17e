package io.tuyere;

import io.tuyere.core.FailureException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands of the jar. Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration. */
@Command(
        name = "tuyere",
        description = "A gateway and region router in front of the Tuya IoT OpenAPI.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            SimCommand.class,
            RouteCommand.class,
            SignCommand.class,
            ExplainCommand.class,
            DoctorCommand.class,
            AdminTokenCommand.class,
            TenantCommand.class,
            HealthCommand.class,
            VersionCommand.class,
            TrainCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Try it:   ./tuyere demo",
            "Run it:   ./tuyere run -c conf/tuyere.yaml",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration."
        })
final class Main implements Runnable {
    /** What went wrong is the configuration; the number is EX_CONFIG of sysexits.h. */
    static final int EXIT_CONFIGURATION = 78;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Which command? One of those below.");
    }

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (code != Servers.STILL_RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Main());
        commands.setCommandName("tuyere");
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExpandAtFiles(false); // -d @FILE is a body, not a file of arguments
        commands.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(new VersionCommand()));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("tuyere: " + words(failure));
            return failure instanceof ConfigurationException ? EXIT_CONFIGURATION : CommandLine.ExitCode.SOFTWARE;
        });
        return commands;
    }

    private static String words(Exception failure) {
        if (failure instanceof FailureException refusal) {
            return refusal.failure().detail();
        }
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getName());
    }
}
