package io.tuyere.config;

import io.tuyere.core.Tenant;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * What came of reading a file of tenants.
     *
     * @param tenants in the order of the file; empty if any problem is an error
     * @param problems all of them
     */
    public record TenantsReading(Optional<List<Tenant>> tenants, List<Problem> problems) {
        public TenantsReading {
            problems = List.copyOf(problems);
        }

        /** Every problem, one a line. */
        public String render() {
            return Problems.render(problems);
        }
    }

    /** Reads a file of tenants by itself, for these regions besides the built-in ones; blocks. */
    public TenantsReading tenants(Path file, Set<String> moreRegions) {
        Problems problems = new Problems();
        Resolver resolver = new Resolver(surroundings.environment());
        Document document = new Document(file, surroundings.workingDirectory(), problems, resolver, Overrides.none());
        Set<String> regions = new LinkedHashSet<>(surroundings.regions());
        regions.addAll(moreRegions);
        List<Tenant> tenants = tenants(document, new Atlas(regions, surroundings.countries()));
        return new TenantsReading(problems.anyError() ? Optional.empty() : Optional.of(tenants), problems.all());
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
