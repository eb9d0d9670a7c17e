package io.tuyere;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running gateway whether it takes calls. */
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
    private static final int OK = 200;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "Where its management port is (default: ${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:9090";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        try {
            int status = WebClient.create(vertx)
                    .getAbs(url + "/readyz")
                    .timeout(TIMEOUT_MILLIS)
                    .send()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .statusCode();
            command.getOut().println(status == OK ? "ready" : "not ready: HTTP " + status);
            return status == OK ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (ExecutionException unreachable) {
            command.getErr().println("tuyere: nothing answers at " + url + ": " + Servers.words(unreachable));
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            vertx.close().onComplete(closed -> {});
        }
    }
}
