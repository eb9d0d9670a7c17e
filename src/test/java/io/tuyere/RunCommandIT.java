package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import io.tuyere.support.GatewayProcess;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.ProcessFiles;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandIT {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        GatewayUnderTest.done(vertx.close());
    }

    /** They were told by {@code check} only, which not everybody runs. */
    @Test
    void doubtsAboutTheConfigurationAreLoggedAtTheStart() {
        SimulatedCloud cloud = GatewayUnderTest.done(SimulatedCloud.start(vertx, SimSettings.demo()));
        Path configuration = ProcessFiles.write(folder, cloud, "");

        try (GatewayProcess gateway = GatewayProcess.launch(configuration).awaitStart()) {
            assertThat(gateway.log()).contains("WARN").contains("a secret lies open in this file");
        }
    }
}
