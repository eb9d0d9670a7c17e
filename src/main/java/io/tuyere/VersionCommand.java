package io.tuyere;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which version this is, and on what it runs. */
@Command(
        name = "version",
        description = "Prints the version, and the Java and the system it runs on.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  ./tuyere version"})
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        for (String line : getVersion()) {
            Objects.requireNonNull(spec).commandLine().getOut().println(line);
        }
        return CommandLine.ExitCode.OK;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "tuyere " + version(),
            "java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The version of the jar; a run from the build's classes has none. */
    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "unpackaged");
    }
}
