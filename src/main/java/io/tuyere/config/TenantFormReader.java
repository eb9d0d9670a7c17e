package io.tuyere.config;

import io.tuyere.core.Tenant;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one tenant that is written as JSON, with the keys of the file of tenants and by the same rules. References are not
 * followed: whoever may write a tenant may not read the gateway's files and variables by it. Any thread.
 */
public final class TenantFormReader {
    private static final Path NAME = Path.of("tenant");

    private final Set<String> regions;
    private final Predicate<String> countries;

    /**
     * A reader for tenants of these regions.
     *
     * @param countries whether an ISO 3166 alpha-2 code in upper case, or the digits of a calling code, is one
     */
    public TenantFormReader(Set<String> regions, Predicate<String> countries) {
        this.regions = Set.copyOf(regions);
        this.countries = countries;
    }

    /**
     * What came of it.
     *
     * @param tenant empty when there is a problem
     * @param problems one line each, with the key; never a secret
     */
    public record Result(Optional<Tenant> tenant, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** The tenant of this id. */
    public Result read(String id, JsonObject form) {
        Problems problems = new Problems();
        Document document = new Document(NAME, Path.of(""), problems, Resolver.literal(), Overrides.none());
        Optional<Node> node = Optional.of(JsonNodes.of(new JsonObject().put(id, form)));
        List<Tenant> tenants = Section.read(document, node, new TenantsReader(new Atlas(regions, countries))::read);
        List<String> errors = problems.all().stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(problem -> words(id, problem))
                .toList();
        return new Result(errors.isEmpty() ? tenants.stream().findFirst() : Optional.empty(), errors);
    }

    private static String words(String id, Problem problem) {
        String key = problem.path().equals(id) ? "" : problem.path().replaceFirst("^\\Q" + id + "\\E\\.", "");
        return key.isEmpty() ? problem.message() : key + ": " + problem.message();
    }
}
