package io.tuyere.config;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it came out of file, environment, flags and defaults, in the words of the file. Secrets and hashes are
 * masked, tenants only counted. Settings are asked for their components, so that none is forgotten.
 */
public final class EffectiveConfiguration {
    static final String MASK = "***";

    private static final String UNIT = "-bytes";
    private static final Map<String, String> OTHERWISE = Map.of(
            "urls", "url",
            "master-keys", "master-key",
            "max-header-bytes", "max-headers",
            "file-bytes", "file-size",
            "cache-bytes", "cache-size",
            "max-fields", "max-header-fields",
            "min-body-bytes-per-second", "min-body-rate");

    /** Settings that are no group of the file: their keys stand among those around them. */
    private static final Set<String> AMONG_OTHERS = Set.of("observe", "upstream.reads", "server.limits");

    private static final Map<String, String> TIMEOUTS = Map.of("connect-timeout", "connect", "call-timeout", "call");

    private EffectiveConfiguration() {}

    /** The configuration, without anything that is secret. */
    public static JsonObject of(Configuration configuration) {
        JsonObject all = record("", configuration);
        all.put("tenants", tenants(configuration));
        all.getJsonObject("redis", new JsonObject()).remove("tenants");
        all.getJsonObject("regions").forEach(region -> ((JsonObject) region.getValue()).remove("id"));
        JsonObject timeouts = new JsonObject();
        TIMEOUTS.forEach(
                (key, name) -> timeouts.put(name, all.getJsonObject("upstream").remove(key)));
        return all.put("timeouts", timeouts);
    }

    private static JsonObject tenants(Configuration configuration) {
        boolean shared = configuration.redis().filter(RedisSettings::tenants).isPresent();
        return shared
                ? new JsonObject().put("store", "redis")
                : new JsonObject()
                        .put("store", "file")
                        .put("count", configuration.tenants().size());
    }

    private static JsonObject record(String path, Record settings) {
        JsonObject result = new JsonObject();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String key = key(component.getName());
            Object value = key.equals("sha256") ? MASK : value(Nodes.below(path, key), of(component, settings));
            if (value instanceof JsonObject below && AMONG_OTHERS.contains(Nodes.below(path, key))) {
                result.mergeIn(below);
            } else if (value != null) {
                result.put(key, value);
            }
        }
        return result;
    }

    private static @Nullable Object of(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("settings are public records", e);
        }
    }

    /** The key in the file: dash-case, without the unit that a number's name carries. */
    private static String key(String component) {
        String dashed = component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        String plain = dashed.endsWith(UNIT) ? dashed.substring(0, dashed.length() - UNIT.length()) : dashed;
        return OTHERWISE.getOrDefault(dashed, plain);
    }

    private static @Nullable Object value(String path, @Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(each -> value(path, each)).orElse(null);
        }
        if (value instanceof Secret) {
            return MASK;
        }
        if (value instanceof Duration duration) {
            return words(duration);
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Record settings ? record(path, settings) : collection(path, value);
    }

    private static Object collection(String path, Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject result = new JsonObject();
            map.forEach((key, each) -> result.put(String.valueOf(key), value(path, each)));
            return result;
        }
        if (value instanceof Collection<?> several) {
            JsonArray result = new JsonArray();
            several.forEach(each -> result.add(value(path, each)));
            return result;
        }
        return value.toString();
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
