package io.tuyere;

import io.tuyere.config.Configuration;
import io.tuyere.config.Reading;
import io.tuyere.redis.RedisSettings;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a configuration without running it. */
@Command(
        name = "check",
        description = "Checks a configuration and reports everything that is wrong with it, with file and line.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  ./tuyere check -c conf/tuyere.yaml", "Exit code 78 when it cannot be used."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--strict", description = "Takes warnings for errors.")
    private boolean strict;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Reading reading = config.read();
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        String problems = reading.render();
        if (!problems.isEmpty()) {
            command.getErr().println(problems.stripTrailing());
        }
        boolean usable = reading.configuration().isPresent()
                && !(strict && !reading.problems().isEmpty());
        if (usable) {
            command.getOut().println("ok: " + tenants(reading.configuration().get()));
        }
        return usable ? CommandLine.ExitCode.OK : Main.EXIT_CONFIGURATION;
    }

    private static String tenants(Configuration configuration) {
        int tenants = configuration.tenants().size();
        boolean elsewhere = configuration.redis().filter(RedisSettings::tenants).isPresent();
        return elsewhere ? "tenants are kept in redis" : tenants + (tenants == 1 ? " tenant" : " tenants");
    }
}
