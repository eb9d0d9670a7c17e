package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.config.Generation.Trigger;
import io.tuyere.observe.Meters;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ConfigWatcherTest {
    private static final String TENANT = """
            NAME:
              default-region: eu
              regions: [eu]
              project: { access-id: "id", access-secret: "secret-of-the-project" }
              credentials:
                - { type: api-key, key: "key-of-NAME" }
            """;

    @TempDir
    private Path folder;

    private final BlockingQueue<Configuration> swapped = new LinkedBlockingQueue<>();
    private final AtomicReference<Generations> generations = new AtomicReference<>();
    private final Meters meters = new Meters();

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("tuyere.yaml"), "tenants: { file: tenants.yaml }\n");
        tenants("acme");
    }

    @Test
    void changedFileIsTakenWithoutBeingAsked(Vertx vertx) throws IOException, InterruptedException {
        watcher(vertx).start();

        tenants("acme", "newco");

        Configuration taken = swapped.poll(10, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        assertThat(taken.tenants()).extracting(tenant -> tenant.id()).containsExactly("acme", "newco");
    }

    @Test
    void fileWithAnErrorLeavesTheOldConfigurationAndIsCounted(Vertx vertx) throws Exception {
        ConfigWatcher watcher = watcher(vertx);
        Files.writeString(folder.resolve("tenants.yaml"), "acme: { regions: [nowhere] }\n");

        Generation refused = read(watcher);

        assertThat(refused.taken()).isFalse();
        assertThat(refused.problems()).anyMatch(line -> line.contains("tenants.yaml:1:19") && line.contains("nowhere"));
        Generations known = Objects.requireNonNull(generations.get());
        assertThat(known.last()).isEqualTo(refused);
        assertThat(known.inForce()).isEqualTo(1);
        assertThat(swapped).isEmpty();
        assertThat(meters.scrape())
                .contains("tuyere_config_reloads_total{result=\"refused\"} 1.0")
                .contains("tuyere_config_last_reload_success 0.0");
    }

    @Test
    void repairedFileIsTakenAgain(Vertx vertx) throws Exception {
        ConfigWatcher watcher = watcher(vertx);
        Files.writeString(folder.resolve("tenants.yaml"), "acme: 7\n");
        assertThat(reload(watcher)).isFalse();

        tenants("acme");

        assertThat(reload(watcher)).isTrue();
        assertThat(meters.scrape()).contains("tuyere_config_last_reload_success 1.0");
    }

    private static boolean reload(ConfigWatcher watcher) throws Exception {
        return read(watcher).taken();
    }

    private static Generation read(ConfigWatcher watcher) throws Exception {
        return watcher.reload(Trigger.ADMIN)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void tenants(String... ids) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String id : ids) {
            text.append(TENANT.replace("NAME", id));
        }
        Files.writeString(folder.resolve("tenants.yaml"), text);
    }

    private ConfigWatcher watcher(Vertx vertx) {
        ConfigReader reader = new ConfigReader(new Surroundings(Map.of(), folder, Set.of("eu", "us"), country -> true));
        Path file = folder.resolve("tuyere.yaml");
        Reading first = reader.read(file, Map.of());
        Generations known = new Generations(first.configuration().orElseThrow(), () -> 7);
        generations.set(known);
        return new ConfigWatcher(vertx, () -> reader.read(file, Map.of()), first, swapped::add, known, meters);
    }
}
