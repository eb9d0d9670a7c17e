package io.tuyere.config;

import static io.tuyere.config.Nodes.below;

import io.tuyere.config.Nodes.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One map of a file, read by asking for its keys: what is never asked for is unknown, so the code that reads is the only
 * list of keys. A map that is not written can be asked too, because flags and variables may still answer.
 */
final class Section {
    private final Document document;
    private final String path;
    /** The path with {@code *} for names of the user's own choice. */
    private final String pattern;

    private final Place place;
    private final Optional<MappingNode> map;
    private final Map<String, Entry> entries;
    private final Set<String> asked = new TreeSet<>();

    private Section(Document document, String path, String pattern, Place place, Optional<MappingNode> map) {
        this.document = document;
        this.path = path;
        this.pattern = pattern;
        this.place = place;
        this.map = map;
        this.entries =
                map.map(written -> Nodes.entries(document, path, written)).orElse(Map.of());
    }

    /** Reads the top of a file. */
    static <T> T read(Document document, Optional<Node> node, Function<Section, T> reading) {
        return read(document, "", "", Place.whole(document.name()), node, reading);
    }

    private static <T> T read(
            Document document,
            String path,
            String pattern,
            Place parent,
            Optional<Node> node,
            Function<Section, T> reading) {
        Optional<MappingNode> map = node.flatMap(written -> map(document, path, written));
        Place place = map.map(written -> Nodes.place(document, written)).orElse(parent);
        Section section = new Section(document, path, pattern, place, map);
        T result = reading.apply(section);
        section.refuseUnknown();
        return result;
    }

    private static Optional<MappingNode> map(Document document, String path, Node node) {
        Optional<Kind> kind = Nodes.kind(document, path, node);
        if (kind.isPresent() && kind.get() != Kind.MAP && kind.get() != Kind.NOTHING) {
            String message = "expected a map of keys, found " + kind.get().words();
            document.problems().error(Nodes.place(document, node), path, message);
        }
        return kind.isPresent() && node instanceof MappingNode map ? Optional.of(map) : Optional.empty();
    }

    /** Reads a map below this one. */
    <T> T section(String key, Function<Section, T> reading) {
        note(key);
        return read(document, below(path, key), below(pattern, key), place, value(key), reading);
    }

    /** Reads a map for each name in this one, names that only a flag speaks of included. */
    <T> Map<String, T> named(BiFunction<String, Section, Optional<T>> reading) {
        Map<String, T> results = new LinkedHashMap<>();
        for (String name : names()) {
            Optional<T> result = read(
                    document,
                    below(path, name),
                    below(pattern, "*"),
                    place,
                    value(name),
                    section -> reading.apply(name, section));
            result.ifPresent(present -> results.put(name, present));
        }
        return results;
    }

    /** A value for each name in this map, names that only a flag speaks of included. */
    Map<String, Scalar> namedScalars() {
        Map<String, Scalar> results = new LinkedHashMap<>();
        for (String name : names()) {
            given(name).ifPresent(scalar -> results.put(name, scalar));
        }
        return results;
    }

    private Set<String> names() {
        document.known().add(below(pattern, "*"));
        Set<String> names = new LinkedHashSet<>(entries.keySet());
        names.addAll(document.overrides().names(path));
        asked.addAll(names);
        return names;
    }

    /** Reads each map of a list. */
    <T> List<T> list(String key, Function<Section, Optional<T>> reading) {
        note(key);
        List<T> results = new ArrayList<>();
        int index = 0;
        for (Node item : value(key)
                .map(list -> Nodes.items(document, below(path, key), list))
                .orElse(List.of())) {
            String place = below(path, key) + "[" + index++ + "]";
            read(document, place, below(pattern, key) + "[]", Nodes.place(document, item), Optional.of(item), reading)
                    .ifPresent(results::add);
        }
        return results;
    }

    /** The values of a list, or the only one; an override separates them by commas. */
    List<Scalar> scalars(String key) {
        note(key);
        List<Scalar> results = new ArrayList<>();
        Optional<Overrides.Given> override = document.overrides().of(below(path, key));
        if (override.isPresent()) {
            for (String part : override.get().text().split(",", -1)) {
                Nodes.resolved(document, below(path, key), override.get().place(), part.strip())
                        .ifPresent(results::add);
            }
        } else {
            value(key).ifPresent(node -> addScalars(below(path, key), node, results));
        }
        return results;
    }

    private void addScalars(String path, Node node, List<Scalar> results) {
        if (!(node instanceof SequenceNode)) {
            Nodes.scalar(document, path, node).ifPresent(results::add);
            return;
        }
        List<Node> items = Nodes.items(document, path, node);
        if (items.isEmpty()) {
            document.problems().error(Nodes.place(document, node), path, "must have at least one entry");
        }
        int index = 0;
        for (Node item : items) {
            Nodes.scalar(document, path + "[" + index++ + "]", item).ifPresent(results::add);
        }
    }

    /** One value: an override's, else the file's. */
    Optional<Scalar> scalar(String key) {
        note(key);
        return given(key);
    }

    private Optional<Scalar> given(String key) {
        String full = below(path, key);
        Optional<Overrides.Given> override = document.overrides().of(full);
        if (override.isPresent()) {
            return Nodes.resolved(
                    document, full, override.get().place(), override.get().text());
        }
        return value(key).flatMap(node -> Nodes.scalar(document, full, node));
    }

    /** One value in a form; empty if it is missing or, with a problem, if it is written otherwise. */
    <T> Optional<T> optional(String key, Form<T> form) {
        return scalar(key).flatMap(scalar -> scalar.as(form));
    }

    /** One value in a form; a missing one is a problem. */
    <T> Optional<T> required(String key, Form<T> form) {
        require(key);
        return optional(key, form);
    }

    /** Changes settings key by key. */
    <S> Fold<S> fold(S settings) {
        return new Fold<>(this, settings);
    }

    /** The file that a key names, which must exist; the default must exist as well. */
    Optional<Path> file(String key, String fallback) {
        note(key);
        return entries.containsKey(key) || overridden(key)
                ? scalar(key).flatMap(Scalar::file)
                : new Scalar(document, below(path, key), place, Kind.TEXT, fallback).file();
    }

    /** Settings made in one go; a refusal of theirs is reported at the key that its message begins with. */
    <S> Optional<S> build(Supplier<S> settings) {
        try {
            return Optional.of(settings.get());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String first = message.split(" ", 2)[0];
            int dot = first.indexOf('.');
            boolean named = dot > 0 && path.endsWith(first.substring(0, dot));
            problem(
                    named ? first.substring(dot + 1) : "",
                    named ? message.substring(first.length()).strip() : message);
            return Optional.empty();
        }
    }

    /** Whether the map stands in the file. */
    boolean written() {
        return map.isPresent();
    }

    /** Whether something is said about the key, right or wrong. */
    boolean has(String key) {
        return value(key)
                        .flatMap(node -> Nodes.untagged(node))
                        .filter(kind -> kind != Kind.NOTHING)
                        .isPresent()
                || overridden(key);
    }

    /** Reports keys that are missing. */
    void require(String... keys) {
        for (String key : keys) {
            demand(key, place, "is required");
        }
    }

    /** Reports a key that is missing, at the place that calls for it. */
    void demand(String key, Place reason, String message) {
        if (!entries.containsKey(key) && !overridden(key)) {
            document.problems().error(reason, below(path, key), message);
        }
    }

    private boolean overridden(String key) {
        return document.overrides().of(below(path, key)).isPresent();
    }

    /** Lets keys pass that nobody reads this time. */
    void pass(String... keys) {
        asked.addAll(List.of(keys));
    }

    /** Reports a problem of the key, or of the map where it has no such key. */
    void problem(String key, String message) {
        document.problems().error(placeOf(key), below(path, key), message);
    }

    /** Reports a doubt about the map. */
    void warning(String message) {
        document.problems().warning(place, path, message);
    }

    /** Where the key's value stands, or the map. */
    Place placeOf(String key) {
        return value(key).map(node -> Nodes.place(document, node)).orElse(place);
    }

    /** The dotted key of this map. */
    String path() {
        return path;
    }

    private Optional<Node> value(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    private void note(String key) {
        asked.add(key);
        document.known().add(below(pattern, key));
    }

    private void refuseUnknown() {
        entries.forEach((name, entry) -> {
            if (!asked.contains(name)) {
                String message = "unknown key" + Spelling.hint(name, asked);
                document.problems().error(entry.key(), below(path, name), message);
            }
        });
    }
}
