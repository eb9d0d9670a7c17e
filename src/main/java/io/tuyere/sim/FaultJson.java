package io.tuyere.sim;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A fault as the control port writes it: the names of {@link Fault}, in dash-case, with a kind in {@code fault}. */
final class FaultJson {
    private static final Set<String> KEYS = Set.of(
            "fault",
            "region",
            "method",
            "path-prefix",
            "times",
            "delay-ms",
            "after-execution",
            "code",
            "text",
            "bytes",
            "headers");

    private FaultJson() {}

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException for a key or value that is unknown
     * @throws ClassCastException for a value of another type
     */
    static Fault read(JsonObject json) {
        for (String key : json.fieldNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("unknown key " + key + ", known are " + KEYS);
            }
        }
        FaultKind kind = constant(FaultKind.class, json.getString("fault", ""));
        Fault defaults = defaults(kind, json);
        Map<String, String> headers = new HashMap<>(defaults.headers());
        json.getJsonObject("headers", new JsonObject())
                .forEach(header -> headers.put(header.getKey(), "" + header.getValue()));
        return new Fault(
                kind,
                json.getString("region"),
                json.getString("method"),
                json.getString("path-prefix", ""),
                json.getInteger("times", 0),
                Duration.ofMillis(json.getLong("delay-ms", defaults.delay().toMillis())),
                json.getBoolean("after-execution", false),
                json.getInteger("code", defaults.code()),
                json.getString("text", defaults.text()),
                json.getInteger("bytes", defaults.bytes()),
                headers);
    }

    static JsonObject write(Faults.Planted planted) {
        Fault fault = planted.fault();
        return new JsonObject()
                .put("id", planted.id())
                .put("met", planted.met().get())
                .put("fault", name(fault.kind()))
                .put("region", fault.region())
                .put("method", fault.method())
                .put("path-prefix", fault.pathPrefix())
                .put("times", fault.times())
                .put("delay-ms", fault.delay().toMillis())
                .put("after-execution", fault.executes())
                .put("code", fault.code())
                .put("text", fault.text())
                .put("bytes", fault.bytes());
    }

    /** The constant of a dash-case name. */
    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName() + " named '" + name
                        + "', known are "
                        + Arrays.stream(type.getEnumConstants())
                                .map(FaultJson::name)
                                .toList()));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Fault defaults(FaultKind kind, JsonObject json) {
        return switch (kind) {
            case LATENCY -> Fault.latency(Duration.ofMillis(200));
            case STATUS -> Fault.status(json.getInteger("code", 503));
            case REFUSAL -> Fault.refusal(500, "system error, please contact the admin");
            case TRUNCATED -> Fault.truncated(10);
            case UNFINISHED_CHUNKS -> Fault.unfinishedChunks(10);
            case NOT_JSON -> Fault.notJson();
            case DRIBBLE -> Fault.dribble(16, Duration.ofMillis(20));
            case HANG, RESET, EXPIRE_TOKEN, EMPTY, GZIP, CHUNKED, CLOSE -> Fault.hang();
        };
    }
}
