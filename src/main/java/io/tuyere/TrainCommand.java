package io.tuyere;

import io.tuyere.config.Configuration;
import io.tuyere.config.Reading;
import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * Starts as {@code run} does, takes a few calls and stops, so that a JVM asked to archive the classes it has loaded
 * ({@code -XX:ArchiveClassesAtExit}) sees all that a gateway needs. A gateway that starts from such an archive answers its first
 * call in half the time.
 */
@Command(
        name = "train",
        description = "Loads every class that a gateway needs, and ends: for archives that make it start faster.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  TUYERE_JAVA_OPTS=-XX:ArchiveClassesAtExit=my.jsa ./tuyere train"})
final class TrainCommand implements Callable<Integer> {
    /** What speaks TLS to {@code us} finds nobody who does, and has come far by then. */
    private static final String CONFIGURATION = """
            server: { host: 127.0.0.1, port: 0, drain-delay: 0s }
            management: { port: 0 }
            regions:
              eu: { base-url: "EU" }
              us: { base-url: "US" }
            tenants: { file: tenants.yaml }
            """;

    private static final String TENANTS = """
            train:
              default-region: eu
              regions: [eu, us]
              project: { access-id: demo-project, access-secret: demo-secret-0123456789abcdefghij }
              credentials:
                - { type: signed, access-id: train-sdk, access-secret: train-secret }
                - { type: api-key, key: train-key }
            """;

    private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    private static final String KEY = "X-API-Key: train-key\r\n";
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    private static final List<String> CALLS = List.of(
            "GET " + DEVICE + HOST + KEY + "\r\n",
            "POST " + DEVICE + "/commands" + HOST + KEY + "X-Country-Code: 49\r\nContent-Length: 2\r\n\r\n{}",
            "GET " + DEVICE + HOST + "client_id: train-sdk\r\nsign: 0\r\nt: 0\r\n\r\n",
            "GET /@us" + DEVICE + HOST + KEY + "\r\n",
            "GET /tuyere/v1/regions" + HOST + "\r\n");
    private static final List<String> LOOKS = List.of("GET /readyz" + HOST + "\r\n", "GET /metrics" + HOST + "\r\n");

    @Override
    public Integer call() throws IOException {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        SimulatedCloud cloud = Servers.started(
                vertx, SimulatedCloud.start(vertx, SimSettings.demo().withBasePort(0)));
        Path folder = Files.createTempDirectory("tuyere-train");
        try {
            ConfigOptions options = options(folder, cloud.baseUrl("eu").toString());
            Reading reading = options.read(Map.of()); // variables are for the gateway that starts next
            train(vertx, reading.configuration().orElseThrow(() -> new IllegalStateException(reading.render())));
        } finally {
            Files.delete(folder.resolve("tuyere.yaml"));
            Files.delete(folder.resolve("tenants.yaml"));
            Files.delete(folder);
        }
        return Servers.started(vertx, cloud.stop().eventually(vertx::close).map(0));
    }

    private static ConfigOptions options(Path folder, String cloud) throws IOException {
        Path file = folder.resolve("tuyere.yaml");
        Files.writeString(file, CONFIGURATION.replace("EU", cloud).replace("US", cloud.replace("http:", "https:")));
        Files.writeString(folder.resolve("tenants.yaml"), TENANTS);
        ParseResult unused = Main.commandLine("run").parseArgs("run", "-c", file.toString());
        return ConfigOptions.of(file.toString());
    }

    private static void train(Vertx vertx, Configuration configuration) {
        RunningGateway gateway = Servers.started(vertx, RunningGateway.start(vertx, configuration));
        NetClient client = vertx.createNetClient(); // held on to: one that is forgotten closes its connections
        CALLS.forEach(call -> Servers.started(vertx, answer(client, gateway.port(), call)));
        LOOKS.forEach(look -> Servers.started(vertx, answer(client, gateway.managementPort(), look)));
        Servers.started(vertx, client.close().eventually(gateway::stop));
    }

    private static Future<Void> answer(NetClient client, int port, String call) {
        Promise<Void> ended = Promise.promise();
        return client.connect(port, "127.0.0.1").compose(socket -> {
            socket.handler(bytes -> {}).endHandler(ended::tryComplete);
            return socket.write(call).compose(sent -> ended.future());
        });
    }
}
