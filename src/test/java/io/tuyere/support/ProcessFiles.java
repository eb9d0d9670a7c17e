package io.tuyere.support;

import io.tuyere.sim.SimSettings;
import io.tuyere.sim.SimulatedCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a gateway in a process of its own: the tenant {@code acme} in region eu of a simulated cloud. */
public final class ProcessFiles {
    private ProcessFiles() {}

    /**
     * Writes them into a folder; answers the main file.
     *
     * @param server more keys of group {@code server}, each followed by a comma
     */
    public static Path write(Path folder, SimulatedCloud cloud, String server) {
        String project = "{ access-id: " + SimSettings.demo().projects().get(0).accessId() + ", access-secret: "
                + SimSettings.demo().projects().get(0).accessSecret() + " }";
        String tenants = """
                acme:
                  default-region: eu
                  regions: [eu]
                  project: %s
                  credentials: [{ type: api-key, key: acme-key }]
                """.formatted(project);
        String main = """
                server: { %s host: 127.0.0.1, port: 0 }
                management: { port: 0 }
                regions: { eu: { base-url: "%s" } }
                tenants: { file: tenants.yaml }
                """.formatted(server, cloud.baseUrl("eu"));
        try {
            var unused = Files.writeString(folder.resolve("tenants.yaml"), tenants);
            return Files.writeString(folder.resolve("tuyere.yaml"), main);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
