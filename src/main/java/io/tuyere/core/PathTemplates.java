package io.tuyere.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds paths into a fixed set of templates, for limits, metrics, breakers and learned regions alike. Immutable; any thread.
 * The templates and their sources: {@code paths.tsv} beside this class.
 *
 * <p>A path is walked once along a tree of segments, without taking it apart. At each node a literal child wins over the
 * parameter, and the walk never turns back: {@code /v1.0/devices/functions} is no device. Where it ends without a template,
 * the last {@code *} that it passed stands for the path, so that no path, however strange, makes a template of its own.
 */
public final class PathTemplates {
    private static final PathTemplates BUILT_IN = new PathTemplates(Table.resource("paths.tsv"));

    private final PathTemplate other = new PathTemplate("other", "other");
    private final Leaf otherLeaf = new Leaf(other, null);
    private final Node root = new Node("");
    private final List<PathTemplate> all;

    /** The templates of a table; two names for one parameter throw. */
    PathTemplates(Table table) {
        List<PathTemplate> templates = new ArrayList<>();
        for (Table.Row row : table.rows()) {
            PathTemplate template = new PathTemplate(row.text("template"), row.text("family"));
            root.add(template);
            templates.add(template);
        }
        templates.add(other);
        this.all = List.copyOf(templates);
    }

    /** The templates of the OpenAPI. */
    public static PathTemplates builtIn() {
        return BUILT_IN;
    }

    /** Every template that a match can have, the one for strange paths last. */
    public List<PathTemplate> all() {
        return all;
    }

    /**
     * The template of a path.
     *
     * @param path as it is on the wire, without the query; one slash at its end makes no difference
     */
    public Match match(String path) {
        if (!path.startsWith("/")) {
            return otherLeaf.match(path, 0, 0);
        }
        int length = path.endsWith("/") ? path.length() - 1 : path.length();
        Node node = root;
        Leaf rest = otherLeaf;
        int idStart = 0;
        int idEnd = 0;
        for (int start = 1, end; start <= length; start = end + 1) {
            int slash = path.indexOf('/', start);
            end = slash < 0 ? length : Math.min(slash, length);
            Node next = node.child(path, start, end);
            if (next == null) {
                return rest.match(path, idStart, idEnd);
            }
            if (idEnd == 0 && next.namesResource) {
                idStart = start;
                idEnd = end;
            }
            node = next;
            rest = node.rest == null ? rest : node.rest;
        }
        return (node.exact == null ? rest : node.exact).match(path, idStart, idEnd);
    }

    /**
     * What a path was folded into.
     *
     * @param pattern one of {@link PathTemplates#all()}
     * @param id what the call is about, if its template says so
     */
    public record Match(PathTemplate pattern, @Nullable ResourceId id) {
        /** The template's text: safe as a metric label. */
        public String template() {
            return pattern.text();
        }

        /** The template's API family: safe as a metric label. */
        public String family() {
            return pattern.family();
        }

        /** What the call is about, if it is about one thing that lives in one region. */
        public Optional<ResourceId> resource() {
            return Optional.ofNullable(id);
        }
    }

    /** A template at its node, with the match of paths that name nothing to remember. */
    private static final class Leaf {
        private final PathTemplate template;
        private final ResourceId.@Nullable Kind kind;
        private final Match plain;

        private Leaf(PathTemplate template, ResourceId.@Nullable Kind kind) {
            this.template = template;
            this.kind = kind;
            this.plain = new Match(template, null);
        }

        private Match match(String path, int idStart, int idEnd) {
            if (kind == null) {
                return plain;
            }
            Optional<ResourceId> id = ResourceId.of(kind, path.substring(idStart, idEnd));
            return id.isPresent() ? new Match(template, id.get()) : plain;
        }
    }

    private static final class Node {
        private final String segment;
        private final boolean namesResource;
        private final List<Node> literals = new ArrayList<>();
        private @Nullable Node parameter;
        private @Nullable Leaf exact;
        private @Nullable Leaf rest;

        private Node(String segment) {
            this.segment = segment;
            this.namesResource = PathTemplate.kind(segment) != null;
        }

        private void add(PathTemplate template) {
            Leaf leaf = new Leaf(template, template.resource());
            Node node = this;
            for (String segment : template.segments()) {
                if (segment.equals("*")) {
                    node.rest = leaf;
                    return;
                }
                node = node.grown(segment);
            }
            node.exact = leaf;
        }

        private Node grown(String segment) {
            return PathTemplate.isParameter(segment) ? grownParameter(segment) : grownLiteral(segment);
        }

        private Node grownParameter(String segment) {
            if (parameter == null) {
                parameter = new Node(segment);
            }
            if (!parameter.segment.equals(segment)) {
                throw new IllegalStateException(segment + " and " + parameter.segment + " stand in the same place");
            }
            return parameter;
        }

        private Node grownLiteral(String segment) {
            Node known = literal(segment, 0, segment.length());
            if (known != null) {
                return known;
            }
            Node literal = new Node(segment);
            literals.add(literal);
            return literal;
        }

        /** The child that a part of a path leads to; an empty part leads nowhere. */
        private @Nullable Node child(String path, int start, int end) {
            Node literal = literal(path, start, end);
            return literal == null && start < end ? parameter : literal;
        }

        private @Nullable Node literal(String path, int start, int end) {
            for (Node literal : literals) {
                if (literal.segment.length() == end - start && path.startsWith(literal.segment, start)) {
                    return literal;
                }
            }
            return null;
        }
    }
}
