package io.tuyere;

import io.tuyere.config.ConfigReader;
import io.tuyere.config.ConfigReader.TenantsReading;
import io.tuyere.config.Configuration;
import io.tuyere.config.Reading;
import io.tuyere.config.Surroundings;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options by which commands find their configuration. */
final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "conf/tuyere.yaml",
            description = "Configuration file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("conf/tuyere.yaml");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the file, such as --set server.port=8081. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** The options that name this file and nothing else. */
    static ConfigOptions of(String file) {
        ConfigOptions options = new ConfigOptions();
        options.file = Path.of(file);
        return options;
    }

    /** The file that is read. */
    String file() {
        return file.toString();
    }

    /** What the file, the environment and the flags say, problems included. */
    Reading read() {
        return read(System.getenv());
    }

    /** What the file, the flags and these variables say, problems included. */
    Reading read(Map<String, String> environment) {
        long heap = Runtime.getRuntime().totalMemory();
        Reading reading = reader(environment).read(file, overrides);
        if (Runtime.getRuntime().totalMemory() > heap) {
            System.gc(); // thousands of tenants leave so much behind that the heap grows; alone it would never shrink
            // again
        }
        return reading;
    }

    /** What a file of tenants says, for the regions of a configuration. */
    TenantsReading tenants(Path tenants, Configuration configuration) {
        return reader(System.getenv()).tenants(tenants, configuration.regions().keySet());
    }

    private static ConfigReader reader(Map<String, String> environment) {
        RegionTable regions = RegionTable.builtIn();
        CountryTable countries = CountryTable.builtIn();
        Surroundings surroundings = new Surroundings(
                environment,
                Path.of(""),
                regions.all().stream().map(Region::id).collect(Collectors.toSet()),
                key -> countries.find(key).isPresent());
        return new ConfigReader(surroundings);
    }

    /** The configuration, or an exception that lists every problem. */
    Configuration configuration() {
        Reading reading = read();
        return reading.configuration()
                .orElseThrow(() -> new ConfigurationException("the configuration is not usable\n" + reading.render()));
    }
}
