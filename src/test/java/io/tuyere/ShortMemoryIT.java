package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.Eventually;
import io.tuyere.support.GatewayProcess;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.ProcessFiles;
import io.tuyere.support.Request;
import io.tuyere.support.Response;
import io.tuyere.support.Wire;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with little heap and direct memory, and clients whose bodies would fill both several times over. */
final class ShortMemoryIT {
    private static final int CLIENTS = 100;
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private SimulatedCloud cloud;

    @BeforeEach
    void begin() {
        cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));
    }

    @AfterEach
    void end() {
        GatewayUnderTest.done(cloud.stop());
        GatewayUnderTest.done(vertx.close());
    }

    @Test
    void bodiesThatAreTooManyAreRefusedAndTheOthersAreServed() {
        Path configuration = ProcessFiles.write(folder, cloud, "");
        List<Wire> clients = new ArrayList<>();
        try (GatewayProcess gateway = GatewayProcess.launch(
                        configuration, "-Xmx64m", "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError")
                .awaitStart()) {
            int refused = 0;
            for (int i = 0; i < CLIENTS; i++) {
                Wire client = gateway.wire();
                clients.add(client);
                if (!heldOpen(client)) {
                    refused++;
                }
                if (i % 20 == 0) {
                    assertThat(read(gateway).success()).isTrue();
                }
            }

            Eventually.check(() -> assertThat(gateway.meter("tuyere_failures_total{error=\"overloaded\"}"))
                    .isPositive());
            assertThat(gateway.meter("tuyere_body_bytes")).isBetween(1.0, 16.0 * MIB);
            assertThat(refused).isLessThan(CLIENTS);
            clients.forEach(Wire::close);
            Eventually.check(
                    () -> assertThat(gateway.meter("tuyere_body_bytes")).isZero());
            assertThat(read(gateway).success()).isTrue();
        } finally {
            clients.forEach(Wire::close);
        }
    }

    /** Sends most of a body and leaves the rest open; whoever is refused may find the connection closed meanwhile. */
    private static boolean heldOpen(Wire client) {
        try {
            Wire unused = client.send(
                            "POST /v1.0/devices/demo-eu-lamp-1/commands HTTP/1.1\r\nHost: a\r\nX-API-Key: acme-key\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + 2 * MIB + "\r\n\r\n")
                    .send(new byte[2 * MIB - 1]);
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    private static Response read(GatewayProcess gateway) {
        Request request = gateway.call("acme", "GET", "/v1.0/devices/demo-eu-lamp-1");
        return request.send();
    }
}
