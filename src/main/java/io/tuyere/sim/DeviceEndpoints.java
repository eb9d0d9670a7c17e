package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One device, under the smart-home paths and the industry ones, which differ in the cursor of the log. */
final class DeviceEndpoints {
    private static final int LOG_ENTRIES = 45;
    private static final long LOG_STEP_MILLIS = 60_000;

    private final DataCentre centre;
    private final Reach reach;
    private final Effects effects;

    DeviceEndpoints(DataCentre centre, Reach reach, Effects effects) {
        this.centre = centre;
        this.reach = reach;
        this.effects = effects;
    }

    void addTo(RouteTable routes) {
        for (String base : List.of("/v1.0/devices/{device_id}", "/v1.0/iot-03/devices/{device_id}")) {
            routes.business(
                    "GET",
                    base,
                    (call, caller) -> Answer.of(device(call, caller).detail()));
            routes.business(
                    "GET",
                    base + "/status",
                    (call, caller) -> Answer.of(device(call, caller).status()));
            routes.business("GET", base + "/functions", this::functions);
            routes.business("GET", base + "/specifications", this::specification);
            routes.business("GET", base + "/specification", this::specification);
            routes.business("POST", base + "/commands", this::command);
            routes.business("PUT", base, this::rename);
        }
        routes.business("GET", "/v1.1/devices/{device_id}/specifications", this::specification);
        routes.business("GET", "/v1.2/iot-03/devices/{device_id}/specification", this::specification);
        routes.business("GET", "/v1.0/devices/{device_id}/logs", this::log);
        routes.business("GET", "/v1.0/iot-03/devices/{device_id}/logs", this::industryLog);
    }

    private Device device(SimCall call, Caller caller) {
        return reach.device(call.variable("device_id"), caller);
    }

    private Answer functions(SimCall call, Caller caller) {
        DeviceModel model = device(call, caller).model();
        return Answer.of(new JsonObject().put("category", model.category()).put("functions", model.functions()));
    }

    private Answer specification(SimCall call, Caller caller) {
        return Answer.of(device(call, caller).model().specification());
    }

    private Answer rename(SimCall call, Caller caller) {
        Device device = device(call, caller);
        device.rename(SimCall.required(call.json(), "name"));
        effects.executed(device.facts().id(), call, caller);
        return Answer.DONE;
    }

    private Answer command(SimCall call, Caller caller) {
        Device device = device(call, caller);
        Map<String, Object> values = commands(call.json());
        if (!device.facts().online()) {
            return Refusal.OFFLINE;
        }
        if (!values.entrySet().stream().allMatch(value -> device.model().takes(value.getKey(), value.getValue()))) {
            return Refusal.COMMAND;
        }
        device.apply(values);
        effects.executed(device.facts().id(), call, caller);
        return Answer.DONE;
    }

    private static Map<String, Object> commands(JsonObject body) {
        if (!(body.getValue("commands") instanceof JsonArray commands) || commands.isEmpty()) {
            throw Refusal.PARAM_EMPTY.exception();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object entry : commands) {
            if (!(entry instanceof JsonObject command) || command.getValue("value") == null) {
                throw Refusal.PARAM_ILLEGAL.exception();
            }
            values.put(SimCall.required(command, "code"), command.getValue("value"));
        }
        return values;
    }

    private Answer log(SimCall call, Caller caller) {
        Page<JsonObject> page = logPage(call, caller, "start_row_key", call.pageSize("size", 20));
        return Answer.of(new JsonObject()
                .put("device_id", call.variable("device_id"))
                .put("logs", page.json(entry -> entry))
                .put("has_next", page.more())
                .put("current_row_key", call.parameter("start_row_key").orElse(""))
                .put("next_row_key", page.cursor()));
    }

    private Answer industryLog(SimCall call, Caller caller) {
        Page<JsonObject> page = logPage(call, caller, "last_row_key", call.pageSize("size", 20));
        return Answer.of(new JsonObject()
                .put("list", page.json(entry -> entry))
                .put("has_next", page.more())
                .put("last_row_key", page.cursor()));
    }

    private Page<JsonObject> logPage(SimCall call, Caller caller, String cursorName, int size) {
        Device device = device(call, caller);
        DataPoint point = device.model().points().get(0);
        long newest = centre.clock().millis();
        JsonArray entries = new JsonArray();
        for (int i = 0; i < LOG_ENTRIES; i++) {
            entries.add(new JsonObject()
                    .put("code", point.code())
                    .put("event_from", "1")
                    .put("event_id", 7)
                    .put("event_time", newest - i * LOG_STEP_MILLIS)
                    .put("status", "1")
                    .put("value", point.initial().toString()));
        }
        String scope = centre.region() + "/log/" + device.facts().id();
        return Page.behind(
                call.parameter(cursorName).orElse(""),
                scope,
                entries.stream().map(JsonObject.class::cast).toList(),
                size);
    }
}
