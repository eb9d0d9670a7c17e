package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.Fault;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a process under load from clients that keep their connections. */
final class StopUnderLoadIT {
    private static final int CLIENTS = 8;
    private static final int CALLS_BEFORE = 25;
    private static final int CALLS_AFTER = 10;
    private static final String LAMP = "/v1.0/devices/demo-eu-lamp-1";

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

    /** What a client saw. */
    private record Seen(int answered, List<String> failures) {}

    @Test
    void noCallFailsWhileAnotherInstanceTakesOverAndTheProcessExitsWithZero() throws Exception {
        cloud.control().plant(Fault.latency(Duration.ofMillis(10)).on("eu"));
        Path configuration = configuration();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (GatewayProcess leaving = GatewayProcess.launch(configuration);
                GatewayProcess staying = GatewayProcess.launch(configuration)) {
            assertThat(leaving.awaitStart().status()).isEqualTo("ready");
            assertThat(staying.awaitStart().status()).isEqualTo("ready");
            CountDownLatch loaded = new CountDownLatch(CLIENTS);
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> callBoth(leaving, staying, loaded)));
            }
            assertThat(loaded.await(30, TimeUnit.SECONDS)).isTrue();

            leaving.terminate();

            for (Future<Seen> one : running) {
                Seen seen = one.get(30, TimeUnit.SECONDS);
                assertThat(seen.failures()).isEmpty();
                assertThat(seen.answered()).isGreaterThan(CALLS_BEFORE + CALLS_AFTER);
            }
            assertThat(leaving.exitCode()).isZero();
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() {
        cloud.control().plant(Fault.hang().on("eu").forCalls("GET", LAMP));
        try (GatewayProcess gateway = GatewayProcess.launch(configuration()).awaitStart();
                Wire hanging = gateway.wire()) {
            hanging.begin(read(gateway));
            Eventually.check(
                    () -> assertThat(cloud.control().counters("eu").inFlight()).isPositive());
            gateway.terminate();
            gateway.awaitLog("stopping");

            gateway.terminate();

            assertThat(gateway.exitCode()).isEqualTo(128 + 15);
        }
    }

    /** Keeps its connections as long as it is let, and opens new ones where a load balancer would: at an instance that is ready. */
    private static Seen callBoth(GatewayProcess leaving, GatewayProcess staying, CountDownLatch loaded) {
        List<String> failures = new ArrayList<>();
        int answered = 0;
        boolean left = false;
        while (!left) {
            left = !ready(leaving);
            GatewayProcess gateway = left ? staying : leaving;
            int calls = 0;
            try (Wire wire = gateway.wire()) {
                for (boolean kept = true; kept && (!left || calls < CALLS_AFTER); calls++) {
                    Response answer = read(gateway).send(wire);
                    if (!answer.success()) {
                        failures.add(answer.text());
                    }
                    if (++answered == CALLS_BEFORE) {
                        loaded.countDown();
                    }
                    kept = !answer.header("connection").equals("close");
                }
            } catch (UncheckedIOException broken) {
                failures.add(broken.getCause() + " after " + calls + " calls on a connection");
            }
        }
        return new Seen(answered, failures);
    }

    private static boolean ready(GatewayProcess gateway) {
        try {
            return gateway.status().equals("ready");
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    private static Request read(GatewayProcess gateway) {
        return gateway.call("acme", "GET", LAMP);
    }

    private Path configuration() {
        return ProcessFiles.write(folder, cloud, "drain-delay: 500ms,");
    }
}
