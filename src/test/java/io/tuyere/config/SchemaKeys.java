package io.tuyere.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of a file, in the order of its schema in {@code conf/schema}. */
final class SchemaKeys {
    private static final Path SCHEMAS = Path.of("conf", "schema");
    private static final String NULL = "null";

    private final JsonObject root;
    private final List<SchemaKey> all = new ArrayList<>();

    private SchemaKeys(JsonObject root) {
        this.root = root;
        collect(root, "");
    }

    static SchemaKeys of(String file) {
        try {
            return new SchemaKeys(new JsonObject(Files.readString(SCHEMAS.resolve(file + ".schema.json"))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<SchemaKey> all() {
        return List.copyOf(all);
    }

    /** The definitions that a part of the schema may refer to. */
    JsonObject definitions() {
        return root.getJsonObject("$defs");
    }

    /** Walks properties, names of the user's own choice, and the entries of lists. */
    private void collect(JsonObject schema, String path) {
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            add(properties.getJsonObject(name), Nodes.below(path, name), required.contains(name));
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject below) {
            String name =
                    schema.getJsonObject("propertyNames", new JsonObject()).getString("title");
            Objects.requireNonNull(name, () -> path + ": propertyNames needs a title, which the reference shows");
            add(below, Nodes.below(path, "<" + name + ">"), false);
        }
    }

    private void add(JsonObject schema, String path, boolean required) {
        List<JsonObject> forms = forms(schema).toList();
        boolean group = forms.stream().anyMatch(SchemaKeys::holdsKeys);
        all.add(new SchemaKey(path, schema, type(forms), required, group));
        for (JsonObject form : forms) {
            JsonObject items = form.getJsonObject("items");
            if (items == null) {
                collect(form, path);
            } else {
                forms(items)
                        .filter(SchemaKeys::holdsKeys)
                        .forEach(entry -> collect(entry, path + "[" + kind(entry) + "]"));
            }
        }
    }

    private static boolean holdsKeys(JsonObject form) {
        JsonObject items = form.getJsonObject("items", new JsonObject());
        return form.containsKey("properties")
                || form.getValue("additionalProperties") instanceof JsonObject
                || items.containsKey("properties")
                || items.getString("$ref", "").endsWith("/credential");
    }

    /** Which one of several forms an entry of a list has. */
    private static String kind(JsonObject entry) {
        return entry.getJsonObject("properties")
                .getJsonObject("type", new JsonObject())
                .getString("const", "");
    }

    /** The alternatives, without references and nulls, which may stand anywhere. */
    private Stream<JsonObject> forms(JsonObject schema) {
        String reference = schema.getString("$ref", "");
        if (reference.endsWith("/reference")) {
            return Stream.empty();
        }
        if (!reference.isEmpty()) {
            JsonObject definition = definitions().getJsonObject(reference.substring("#/$defs/".length()));
            return definition.containsKey("title") ? Stream.of(definition) : forms(definition);
        }
        JsonArray choices = schema.getJsonArray("anyOf", schema.getJsonArray("oneOf", new JsonArray()));
        boolean choice = !choices.isEmpty() && !schema.containsKey("properties");
        return choice
                ? choices.stream().map(JsonObject.class::cast).flatMap(this::forms)
                : NULL.equals(schema.getValue("type")) ? Stream.empty() : Stream.of(schema);
    }

    private String type(List<JsonObject> forms) {
        Set<String> words = forms.stream().map(this::word).collect(Collectors.toCollection(LinkedHashSet::new));
        return String.join(", or ", words);
    }

    private String word(JsonObject form) {
        if (form.containsKey("title")) {
            return form.getString("title");
        }
        if (form.containsKey("enum")) {
            return form.getJsonArray("enum").stream()
                    .map(each -> "`" + each + "`")
                    .collect(Collectors.joining(", "));
        }
        if (form.containsKey("const")) {
            return "`" + form.getString("const") + "`";
        }
        if (form.containsKey("items")) {
            return holdsKeys(form)
                    ? "list"
                    : "list of " + type(forms(form.getJsonObject("items")).toList());
        }
        if (form.getValue("additionalProperties") instanceof JsonObject) {
            return "map";
        }
        if (form.containsKey("properties")) {
            return "group";
        }
        return switch (form.getString("type")) {
            case "integer" -> "whole number";
            case "string" -> "text";
            default -> form.getString("type");
        };
    }
}
