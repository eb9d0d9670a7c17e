package io.tuyere.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every kind of failure of the gateway's own, for {@link ProblemType answers, pages and documentation}. Immutable; any thread. The
 * facts are in {@code failures.tsv} and {@code admin-failures.tsv} beside this class.
 */
public final class ProblemTypes {
    private static final ProblemTypes OF_CALLS = new ProblemTypes("failures.tsv");
    private static final ProblemTypes OF_ADMINISTRATION = new ProblemTypes("admin-failures.tsv");

    private final String name;
    private final Map<String, ProblemType> types = new LinkedHashMap<>();

    private ProblemTypes(String name) {
        this.name = name;
        Table.resource(name).rows().stream().map(ProblemType::of).forEach(type -> types.put(type.slug(), type));
    }

    /** What calls, and questions to the gateway itself, may meet: each {@link Failure.Kind}, and a few more. */
    public static ProblemTypes ofCalls() {
        return OF_CALLS;
    }

    /** What requests to the administration API may meet. */
    public static ProblemTypes ofAdministration() {
        return OF_ADMINISTRATION;
    }

    /** All of them, in the order of the table. */
    public List<ProblemType> all() {
        return List.copyOf(types.values());
    }

    /** The type of that slug; one that the table lacks is a bug and throws. */
    public ProblemType named(String slug) {
        ProblemType type = types.get(slug);
        if (type == null) {
            throw new IllegalStateException(name + " lacks " + slug);
        }
        return type;
    }
}
