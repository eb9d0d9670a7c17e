package io.tuyere.config;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Any file is a configuration, or has problems with a place; and no problem tells a secret. */
final class ConfigFuzz {
    private static final String SECRET = "cloud-secret";
    private static final Path FOLDER = folder();

    private ConfigFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        boolean tenants = data.consumeBoolean();
        String yaml = data.consumeRemainingAsString();
        ConfigFolder folder = ConfigFolder.withTenant(FOLDER);
        Reading reading = tenants
                ? folder.tuyere("tenants: { file: tenants.yaml }").tenants(yaml).read()
                : folder.tuyere(yaml).read();
        if (reading.configuration().isEmpty() && reading.errors().isEmpty()) {
            throw new AssertionError("neither a configuration nor a problem");
        }
        if (!yaml.toLowerCase(Locale.ROOT).contains(SECRET) && reading.render().contains(SECRET)) {
            throw new AssertionError("a problem tells a secret");
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("tuyere-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
