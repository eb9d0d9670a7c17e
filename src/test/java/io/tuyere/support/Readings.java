package io.tuyere.support;

import io.tuyere.config.ConfigReader;
import io.tuyere.config.Reading;
import io.tuyere.config.Surroundings;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Configurations as a gateway would read them in other surroundings. */
public final class Readings {
    private Readings() {}

    /** What a main file says where these variables are set, and only they. */
    public static Reading of(Path file, Map<String, String> environment) {
        Surroundings surroundings = new Surroundings(
                environment,
                file.resolveSibling("").toAbsolutePath(),
                RegionTable.builtIn().all().stream().map(Region::id).collect(Collectors.toSet()),
                key -> CountryTable.builtIn().find(key).isPresent());
        return new ConfigReader(surroundings).read(file, Map.of());
    }
}
