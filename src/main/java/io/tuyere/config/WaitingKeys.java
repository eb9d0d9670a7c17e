package io.tuyere.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which changes wait for a restart: those of ports, connections and keys; tenants, tables and limits change at once. */
final class WaitingKeys {
    /** What takes effect at once, by the beginning of the key. */
    private static final List<String> LIVE = List.of(
            "regions", "countries", "tenants.count", "limits.dry-run", "limits.pace", "logging", "management.tokens");

    private WaitingKeys() {}

    /** The keys in which a configuration differs from the one that the process started with, without those that are live. */
    static List<String> between(Configuration started, Configuration now) {
        Map<String, String> before = flat(started);
        Map<String, String> after = flat(now);
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)) || live(key));
        keys.addAll(secrets(started, now));
        return List.copyOf(keys);
    }

    /** What is masked has to be compared by itself. */
    private static List<String> secrets(Configuration started, Configuration now) {
        List<String> changed = new ArrayList<>();
        if (!started.secrets().equals(now.secrets())) {
            changed.add("secrets.master-key");
        }
        if (!password(started).equals(password(now))) {
            changed.add("redis.password");
        }
        return changed;
    }

    private static Optional<?> password(Configuration configuration) {
        return configuration.redis().flatMap(redis -> redis.password());
    }

    /** Whether a change of the key takes effect while the process runs. */
    static boolean live(String key) {
        return LIVE.stream().anyMatch(start -> key.equals(start) || key.startsWith(start + "."));
    }

    private static Map<String, String> flat(Configuration configuration) {
        Map<String, String> flat = new TreeMap<>();
        add(flat, "", EffectiveConfiguration.of(configuration));
        return flat;
    }

    private static void add(Map<String, String> flat, String path, JsonObject object) {
        for (Map.Entry<String, Object> entry : object) {
            String key = Nodes.below(path, entry.getKey());
            if (entry.getValue() instanceof JsonObject below) {
                add(flat, key, below);
            } else {
                flat.put(key, String.valueOf(entry.getValue()));
            }
        }
    }
}
