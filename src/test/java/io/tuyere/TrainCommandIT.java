package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher runs before the first start. */
final class TrainCommandIT {
    @TempDir
    Path folder;

    /** Training once served at the ports, and used the Redis, that the variables named for the gateway that was to start. */
    @Test
    void variablesOfTheGatewayAreNotForTraining() throws Exception {
        Path log = folder.resolve("train.log");
        ProcessBuilder training = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tuyere.Main",
                        "train")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        training.environment().put("TUYERE_SERVER_PORT", "no port");
        training.environment().put("TUYERE_REDIS_URL", "redis://127.0.0.1:1");

        Process process = training.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
