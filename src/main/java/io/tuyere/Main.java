package io.tuyere;

import io.tuyere.core.FailureException;
import java.util.LinkedHashMap;
import java.util.Map;
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
        footer = {
            "",
            "Try it:   ./tuyere demo",
            "Run it:   ./tuyere run -c conf/tuyere.yaml",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration."
        })
final class Main implements Runnable {
    /** What went wrong is the configuration; the number is EX_CONFIG of sysexits.h. */
    static final int EXIT_CONFIGURATION = 78;

    private static final Map<String, Class<?>> COMMANDS = commands();

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
        int code = HealthCommand.ofContainer(args)
                .orElseGet(() -> commandLine(args).execute(args));
        if (code != Servers.STILL_RUNNING) {
            System.exit(code);
        }
    }

    /** By name, in the order of the help. */
    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("sim", SimCommand.class);
        commands.put("route", RouteCommand.class);
        commands.put("sign", SignCommand.class);
        commands.put("explain", ExplainCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("admin-token", AdminTokenCommand.class);
        commands.put("tenant", TenantCommand.class);
        commands.put("health", HealthCommand.class);
        commands.put("version", VersionCommand.class);
        commands.put("train", TrainCommand.class);
        return commands;
    }

    /**
     * What understands these arguments: the one command that they begin with, or all of them where they begin with something
     * else. Looking through all takes a fifth of the time in which a gateway starts.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commands = new CommandLine(new Main());
        if (arguments.length > 0 && COMMANDS.containsKey(arguments[0])) {
            commands.addSubcommand(arguments[0], COMMANDS.get(arguments[0]));
        } else {
            COMMANDS.forEach(commands::addSubcommand);
            commands.addSubcommand(new CommandLine.HelpCommand());
        }
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
