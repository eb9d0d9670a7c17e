package io.tuyere;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated cloud and a gateway in front of it, and says what to try. */
@Command(
        name = "demo",
        description = "Runs a simulated Tuya cloud and a gateway in front of it, and prints calls to try.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  ./tuyere demo --port 8081 --management-port 9091"})
final class DemoCommand implements Callable<Integer> {
    private static final int MAX_TENANTS = 100_000;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the gateway (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int port = 8080;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Port of health and metrics (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int managementPort = 9090;

    @Option(
            names = "--sim-port",
            paramLabel = "PORT",
            defaultValue = "18600",
            description = "Control port of the simulated cloud; its regions take the next seven (default:"
                    + " ${DEFAULT-VALUE}; 0: any free ports).")
    private int simPort = SimSettings.DEFAULT_BASE_PORT;

    @Option(
            names = "--tenants",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of tenants besides `demo`, each with a plan of 20 calls a second (default:"
                    + " ${DEFAULT-VALUE}).")
    private int tenants = 100;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (tenants < 0 || tenants > MAX_TENANTS) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--tenants must be 0 to " + MAX_TENANTS + ", was " + tenants);
        }
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        SimSettings settings = SimSettings.demo().withBasePort(simPort);
        SimulatedCloud cloud = Servers.started(vertx, SimulatedCloud.start(vertx, settings));
        Demo demo = new Demo(settings, cloud, tenants);
        RunningGateway gateway =
                Servers.started(vertx, RunningGateway.start(vertx, demo.configuration(port, managementPort)));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        demo.introduce(gateway.port(), gateway.managementPort(), out);
        out.flush();
        Servers.stopOnSignal(vertx, () -> gateway.stop().eventually(cloud::stop));
        return Servers.STILL_RUNNING;
    }
}
