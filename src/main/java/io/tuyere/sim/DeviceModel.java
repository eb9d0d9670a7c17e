package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A kind of device: the data points that it reports and those that it can be told.
 *
 * @param productId id of the product on the wire
 */
record DeviceModel(String category, String productId, List<DataPoint> points) {
    private static final Map<String, DeviceModel> KNOWN = Map.of(
            "dj",
            new DeviceModel(
                    "dj",
                    "keytg5kq8gvkv9dh",
                    List.of(
                            DataPoint.bool("switch_led", true),
                            DataPoint.choice("work_mode", "white", "colour", "scene"),
                            DataPoint.range("bright_value", 10, 1000, 500),
                            DataPoint.range("temp_value", 0, 1000, 300))),
            "cz",
            new DeviceModel(
                    "cz",
                    "vqrr6lbnlq6xlrha",
                    List.of(DataPoint.bool("switch_1", false), DataPoint.range("countdown_1", 0, 86400, 0))),
            "wsdcg",
            new DeviceModel(
                    "wsdcg",
                    "abvnhczjcq0vatre",
                    List.of(
                            DataPoint.reported("va_temperature", -200, 600, 215),
                            DataPoint.reported("va_humidity", 0, 100, 48),
                            DataPoint.reported("battery_percentage", 0, 100, 87))));

    static void require(String category) {
        if (!KNOWN.containsKey(category)) {
            throw new IllegalArgumentException("no such device category: " + category);
        }
    }

    static DeviceModel of(String category) {
        require(category);
        return Objects.requireNonNull(KNOWN.get(category));
    }

    Map<String, Object> initialStatus() {
        Map<String, Object> status = new LinkedHashMap<>();
        points.forEach(point -> status.put(point.code(), point.initial()));
        return status;
    }

    /** Whether the device takes this value under this code. */
    boolean takes(String code, Object value) {
        return points.stream().anyMatch(point -> point.code().equals(code) && point.takes(value));
    }

    JsonArray functions() {
        JsonArray functions = new JsonArray();
        points.stream().filter(DataPoint::writable).map(DataPoint::json).forEach(functions::add);
        return functions;
    }

    JsonObject specification() {
        JsonArray status = new JsonArray();
        points.stream().map(DataPoint::json).forEach(status::add);
        return new JsonObject()
                .put("category", category)
                .put("functions", functions())
                .put("status", status);
    }
}
