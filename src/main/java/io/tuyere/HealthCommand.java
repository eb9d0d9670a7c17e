package io.tuyere;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Asks a running gateway whether it takes calls. A container does so every few seconds, in the memory and on the processor of
 * the gateway it asks; so nothing is loaded for it but the JDK's oldest client.
 */
@Command(
        name = "health",
        description = "Asks a running gateway whether it takes calls.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:  ./tuyere health --url http://127.0.0.1:9090",
            "Exit code 0 when it does, 1 when it does not. Made for a container's health check."
        })
final class HealthCommand implements Callable<Integer> {
    private static final int TIMEOUT_MILLIS = 3_000;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where its management port is (default: on 127.0.0.1, port TUYERE_MANAGEMENT_PORT or 9090).")
    private @Nullable String url;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        return ask(
                Objects.requireNonNullElseGet(url, () -> usualUrl(System.getenv())),
                command.getOut()::println,
                command.getErr()::println);
    }

    /**
     * The exit code of a container's health check, {@code health} or {@code health --url URL}, for which no command line needs
     * to be read; nothing for other arguments.
     */
    static OptionalInt ofContainer(String... arguments) {
        boolean alone = arguments.length == 1;
        boolean withUrl = arguments.length == 3 && arguments[1].equals("--url");
        if (!(alone || withUrl) || !arguments[0].equals("health")) {
            return OptionalInt.empty();
        }
        String url = withUrl ? arguments[2] : usualUrl(System.getenv());
        return OptionalInt.of(ask(url, System.out::println, System.err::println));
    }

    /** Where the management port is by the environment; what Kubernetes puts into a variable of that name is no port. */
    static String usualUrl(Map<String, String> environment) {
        String port = environment.getOrDefault("TUYERE_MANAGEMENT_PORT", "");
        return "http://127.0.0.1:" + (port.matches("[0-9]{1,5}") ? port : "9090");
    }

    private static int ask(String url, Consumer<String> out, Consumer<String> err) {
        try {
            int status = status(url + "/readyz");
            out.accept(status == HttpURLConnection.HTTP_OK ? "ready" : "not ready: HTTP " + status);
            return status == HttpURLConnection.HTTP_OK ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | IllegalArgumentException unreachable) {
            err.accept("tuyere: nothing answers at " + url + ": " + unreachable.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static int status(String url) throws IOException {
        if (!(URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IllegalArgumentException("not an address of HTTP");
        }
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
