package io.tuyere;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Starts, takes a few calls and stops, so that a JVM asked to archive the classes it has loaded
 * ({@code -XX:ArchiveClassesAtExit}) sees all that a gateway needs. A gateway that starts from such an archive answers its first
 * call in half the time.
 */
@Command(
        name = "train",
        description = "Loads every class that a gateway needs, and ends: for archives that make it start faster.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:  TUYERE_JAVA_OPTS=-XX:ArchiveClassesAtExit=my.jsa ./tuyere train"})
final class TrainCommand implements Callable<Integer> {
    private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n";
    private static final String DEVICE = "/v1.0/devices/demo-eu-lamp-1";
    private static final List<String> CALLS = List.of(
            "GET " + DEVICE + HOST + "X-API-Key: demo-key\r\n\r\n",
            "POST " + DEVICE + "/commands" + HOST
                    + "X-API-Key: demo-key\r\nX-Country-Code: 49\r\nContent-Length: 2\r\n\r\n{}",
            "GET " + DEVICE + HOST + "client_id: demo-sdk\r\nsign: 0\r\nt: 0\r\n\r\n",
            "GET /tuyere/v1/regions" + HOST + "\r\n");

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx(RunningGateway.vertxOptions());
        SimulatedCloud cloud = Servers.started(
                vertx, SimulatedCloud.start(vertx, SimSettings.demo().withBasePort(0)));
        Demo demo = new Demo(SimSettings.demo(), cloud);
        RunningGateway gateway = Servers.started(vertx, RunningGateway.start(vertx, demo.configuration(0, 0)));
        CALLS.forEach(call -> Servers.started(vertx, answer(vertx, gateway.port(), call)));
        return Servers.started(
                vertx,
                gateway.stop().eventually(cloud::stop).eventually(vertx::close).map(0));
    }

    private static Future<Void> answer(Vertx vertx, int port, String call) {
        Promise<Void> ended = Promise.promise();
        return vertx.createNetClient().connect(port, "127.0.0.1").compose(socket -> {
            socket.handler(bytes -> {}).endHandler(ended::tryComplete);
            return socket.write(call).compose(sent -> ended.future());
        });
    }
}
