package io.tuyere;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the simulated cloud alone. */
@Command(
        name = "sim",
        description =
                "Runs a simulated Tuya cloud of seven regions on loopback ports, with an endpoint to cause faults.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  ./tuyere sim --port 18600", "The regions listen on the seven ports behind it."})
final class SimCommand implements Callable<Integer> {
    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "18600",
            description = "Port of the control endpoint; the regions take the next seven (default: ${DEFAULT-VALUE};"
                    + " 0: any free ports).")
    private int port = SimSettings.DEFAULT_BASE_PORT;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        SimSettings settings = SimSettings.demo().withHost(host).withBasePort(port);
        SimulatedCloud cloud = Servers.started(vertx, SimulatedCloud.start(vertx, settings));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("Simulated Tuya cloud");
        addresses(cloud, host, out);
        out.flush();
        Servers.stopOnSignal(vertx, cloud::stop);
        return Servers.STILL_RUNNING;
    }

    static void addresses(SimulatedCloud cloud, String host, PrintWriter out) {
        for (String region : SimSettings.REGIONS) {
            out.printf("  %-8s %s%n", region, cloud.baseUrl(region));
        }
        out.printf("  %-8s http://%s:%d  (faults and counters)%n", "control", host, cloud.controlPort());
    }
}
