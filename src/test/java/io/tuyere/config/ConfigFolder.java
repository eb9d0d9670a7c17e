package io.tuyere.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder with a configuration in it, and what surrounds it. */
final class ConfigFolder {
    static final Set<String> REGIONS = new LinkedHashSet<>(List.of("cn", "us", "us-east", "eu", "eu-west", "in", "sg"));
    static final Set<String> COUNTRIES = Set.of("HK", "DE", "GB", "US", "49", "852", "1204");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> flags = new HashMap<>();

    ConfigFolder(Path folder) {
        this.folder = folder;
    }

    /** A folder with one tenant in order, for tests of the main file. */
    static ConfigFolder withTenant(Path folder) {
        return new ConfigFolder(folder)
                .write(
                        "tenants.yaml",
                        "acme: { project: { access-id: p1, access-secret: env:S }, credentials: [{ type: relay, access-id: p1 }] }")
                .environment("S", "cloud-secret");
    }

    ConfigFolder write(String name, String... lines) {
        try {
            Files.createDirectories(file(name).getParent());
            Files.writeString(file(name), String.join("\n", lines) + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigFolder tuyere(String... lines) {
        return write("tuyere.yaml", lines);
    }

    ConfigFolder tenants(String... lines) {
        return write("tenants.yaml", lines);
    }

    ConfigFolder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ConfigFolder flag(String key, String value) {
        flags.put(key, value);
        return this;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Reading read() {
        Surroundings surroundings = new Surroundings(environment, folder.resolve("work"), REGIONS, COUNTRIES::contains);
        return new ConfigReader(surroundings).read(file("tuyere.yaml"), flags);
    }

    /** The configuration, of which nothing may be wrong. */
    Configuration configuration() {
        Reading reading = read();
        return reading.configuration().orElseThrow(() -> new AssertionError("problems:\n" + reading.render()));
    }

    /** The errors as they are printed, without the folder. */
    List<String> errors() {
        return read().errors().stream().map(this::rendered).toList();
    }

    /** Everything as it is printed, without the folder. */
    List<String> problems() {
        return read().problems().stream().map(this::rendered).toList();
    }

    private String rendered(Problem problem) {
        return problem.render().replace(folder + "/", "");
    }
}
