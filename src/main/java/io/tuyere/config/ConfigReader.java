package io.tuyere.config;

import io.tuyere.core.Tenant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads {@code tuyere.yaml} and the file of tenants that it names, whole: every problem of both is reported at once, and
 * there is a configuration only if none is an error. A flag goes before a {@code TUYERE_…} variable, that before the file,
 * that before the default; a variable is named like its key in upper case, with dots and dashes as underscores.
 */
public final class ConfigReader {
    private final Surroundings surroundings;

    /** A reader that keeps nothing between readings. */
    public ConfigReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads the files; blocks, so not on an event loop.
     *
     * @param file {@code tuyere.yaml}, named in problems as it is named here
     * @param flags dotted key of the main file to value
     */
    public Reading read(Path file, Map<String, String> flags) {
        Problems problems = new Problems();
        Resolver resolver = new Resolver(surroundings.environment());
        Overrides overrides = new Overrides(flags, surroundings.environment());
        Document main = new Document(file, surroundings.workingDirectory(), problems, resolver, overrides);
        Optional<Node> node = YamlFile.read(main);
        Optional<Configuration> configuration = problems.anyError() ? Optional.empty() : Optional.of(read(main, node));
        resolver.note(file);
        return new Reading(configuration.filter(whole -> !problems.anyError()), problems.all(), resolver.files());
    }

    private Configuration read(Document main, Optional<Node> node) {
        MainReader reader = new MainReader(surroundings.regions(), surroundings.countries());
        MainReader.Main read = Section.read(main, node, reader::read);
        List<Tenant> tenants = read.tenants()
                .map(file -> tenants(main.next(file), read.atlas()))
                .orElse(List.of());
        main.reportUnusedOverrides();
        return read.configuration().withTenants(tenants);
    }

    private static List<Tenant> tenants(Document document, Atlas atlas) {
        return Section.read(document, YamlFile.read(document), new TenantsReader(atlas)::read);
    }
}
