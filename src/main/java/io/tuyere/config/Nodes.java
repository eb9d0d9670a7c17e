package io.tuyere.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What YAML's nodes mean here; what they cannot mean is a problem of the document. */
final class Nodes {
    private static final Map<Tag, Kind> SCALARS = Map.of(
            Tag.STR, Kind.TEXT,
            Tag.INT, Kind.NUMBER,
            Tag.FLOAT, Kind.NUMBER,
            Tag.BOOL, Kind.BOOLEAN,
            Tag.NULL, Kind.NOTHING);

    private Nodes() {}

    /** One key of a map, with where the key stands. */
    record Entry(Place key, Node value) {}

    /** What the node is; empty, and a problem, if a tag makes it something else. */
    static Optional<Kind> kind(Document document, String path, Node node) {
        Optional<Kind> kind = untagged(node);
        if (kind.isEmpty()) {
            document.problems().error(place(document, node), path, "has a tag (!…); write the plain value");
        }
        return kind;
    }

    /** What the node is; empty if a tag makes it something else. */
    static Optional<Kind> untagged(Node node) {
        if (node instanceof MappingNode) {
            return node.getTag().equals(Tag.MAP) ? Optional.of(Kind.MAP) : Optional.empty();
        }
        if (node instanceof SequenceNode) {
            return node.getTag().equals(Tag.SEQ) ? Optional.of(Kind.LIST) : Optional.empty();
        }
        return Optional.ofNullable(SCALARS.get(node.getTag()));
    }

    /** The keys of a map in the order of the file, each once. */
    static Map<String, Entry> entries(Document document, String path, MappingNode map) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            Place place = place(document, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                document.problems().error(place, path, "a key must be plain text");
                continue;
            }
            Entry earlier = entries.putIfAbsent(key.getValue(), new Entry(place, tuple.getValueNode()));
            if (earlier != null) {
                String line = "is given twice, first on line " + earlier.key().line() + "; keep one";
                document.problems().error(place, below(path, key.getValue()), line);
            }
        }
        return entries;
    }

    /** The items of a list; none, and a problem, if it is none. A list that was left blank has none either. */
    static List<Node> items(Document document, String path, Node node) {
        Optional<Kind> kind = kind(document, path, node);
        if (kind.isPresent() && node instanceof SequenceNode list) {
            return list.getValue();
        }
        if (kind.isPresent() && kind.get() != Kind.NOTHING) {
            String message = "expected a list, found " + kind.get().words();
            document.problems().error(place(document, node), path, message);
        }
        return List.of();
    }

    /** One value with its references followed. */
    static Optional<Scalar> scalar(Document document, String path, Node node) {
        Place place = place(document, node);
        Optional<Kind> kind = kind(document, path, node);
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (kind.isPresent() && kind.get() == Kind.TEXT && Resolver.refers(text)) {
            return resolved(document, path, place, text);
        }
        return kind.map(found -> new Scalar(document, path, place, found, text));
    }

    /** One value from outside the file with its references followed. */
    static Optional<Scalar> resolved(Document document, String path, Place place, String text) {
        return document.resolve(text, place, path).map(value -> new Scalar(document, path, place, Kind.UNTYPED, value));
    }

    static Place place(Document document, Node node) {
        return Place.of(document.name(), node.getStartMark());
    }

    /** The dotted key of a name in a map, or the map's own for no name. */
    static String below(String path, String name) {
        return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }
}
