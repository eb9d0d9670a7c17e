package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One thing that a device reports.
 *
 * @param choices the values of an {@code Enum}, else empty
 * @param writable whether commands may set it
 */
record DataPoint(String code, String type, int min, int max, List<String> choices, Object initial, boolean writable) {
    static DataPoint bool(String code, boolean initial) {
        return new DataPoint(code, "Boolean", 0, 0, List.of(), initial, true);
    }

    static DataPoint range(String code, int min, int max, int initial) {
        return new DataPoint(code, "Integer", min, max, List.of(), initial, true);
    }

    static DataPoint reported(String code, int min, int max, int initial) {
        return new DataPoint(code, "Integer", min, max, List.of(), initial, false);
    }

    static DataPoint choice(String code, String... choices) {
        return new DataPoint(code, "Enum", 0, 0, List.of(choices), choices[0], true);
    }

    boolean takes(Object value) {
        if (!writable) {
            return false;
        }
        return switch (type) {
            case "Boolean" -> value instanceof Boolean;
            case "Integer" -> value instanceof Integer number && number >= min && number <= max;
            default -> value instanceof String text && choices.contains(text);
        };
    }

    /** Its description; Tuya sends the bounds as JSON inside a string. */
    JsonObject json() {
        JsonObject values = new JsonObject();
        if (type.equals("Integer")) {
            values.put("min", min).put("max", max).put("scale", 0).put("step", 1);
        } else if (type.equals("Enum")) {
            values.put("range", new JsonArray(choices));
        }
        return new JsonObject()
                .put("code", code)
                .put("name", code)
                .put("desc", values.encode())
                .put("type", type)
                .put("values", values.encode());
    }
}
