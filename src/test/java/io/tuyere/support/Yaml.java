package io.tuyere.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Files of others that are written in YAML: Compose's, Kubernetes', Prometheus'. */
public final class Yaml {
    private Yaml() {}

    /** The documents of a text, maps merged into others ({@code <<}) included; those that are empty are left out. */
    public static List<Map<?, ?>> documents(String text) {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setMaxAliasesForCollections(200).build())
                .loadAllFromString(text)
                .forEach(document -> {
                    if (merged(document) instanceof Map<?, ?> map) {
                        documents.add(map);
                    }
                });
        return documents;
    }

    /** What is at a path of keys and indexes, such as {@code spec.ports.0.name}; null where there is nothing. */
    public static @Nullable Object at(@Nullable Object node, String path) {
        return at(node, Arrays.asList(path.split("\\.", -1)));
    }

    /** The text at a path. */
    public static String text(@Nullable Object node, String path) {
        return String.valueOf(at(node, path));
    }

    /** The map at a path; an empty one where there is nothing. */
    public static Map<?, ?> map(@Nullable Object node, String path) {
        return at(node, path) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The list at a path; an empty one where there is nothing. */
    public static List<?> list(@Nullable Object node, String path) {
        return at(node, path) instanceof List<?> list ? list : List.of();
    }

    private static @Nullable Object at(@Nullable Object node, List<String> keys) {
        @Nullable Object found = node;
        for (String key : keys) {
            if (found instanceof List<?> list) {
                int index = Integer.parseInt(key);
                found = index < list.size() ? list.get(index) : null;
            } else {
                found = found instanceof Map<?, ?> map ? map.get(key) : null;
            }
        }
        return found;
    }

    private static @Nullable Object merged(@Nullable Object node) {
        if (node instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(one -> all.add(merged(one)));
            return all;
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<Object, @Nullable Object> whole = new LinkedHashMap<>();
        if (merged(map.get("<<")) instanceof Map<?, ?> base) {
            whole.putAll(base);
        }
        map.forEach((key, value) -> {
            if (!key.equals("<<")) {
                whole.put(key, merged(value));
            }
        });
        return whole;
    }
}
