package io.tuyere.sim;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The thing model's paths: a device's properties, told and reported. */
final class ThingEndpoints {
    private final DataCentre centre;
    private final Reach reach;
    private final Effects effects;

    ThingEndpoints(DataCentre centre, Reach reach, Effects effects) {
        this.centre = centre;
        this.reach = reach;
        this.effects = effects;
    }

    void addTo(RouteTable routes) {
        String base = "/v2.0/cloud/thing/{device_id}";
        routes.business(
                "GET", base, (call, caller) -> Answer.of(device(call, caller).detail()));
        routes.business("GET", base + "/shadow/properties", this::properties);
        routes.business("POST", base + "/shadow/properties/issue", this::issue);
    }

    private Device device(SimCall call, Caller caller) {
        return reach.device(call.variable("device_id"), caller);
    }

    private Answer properties(SimCall call, Caller caller) {
        JsonArray properties = new JsonArray();
        int dataPoint = 1;
        for (Map.Entry<String, Object> entry : device(call, caller).values().entrySet()) {
            properties.add(new JsonObject()
                    .put("code", entry.getKey())
                    .put("custom_name", "")
                    .put("dp_id", dataPoint++)
                    .put("time", centre.clock().millis())
                    .put("value", entry.getValue()));
        }
        return Answer.of(new JsonObject().put("properties", properties));
    }

    private Answer issue(SimCall call, Caller caller) {
        Device device = device(call, caller);
        Map<String, Object> values = told(call.json()).getMap();
        if (!device.facts().online()) {
            return Refusal.OFFLINE;
        }
        if (!values.entrySet().stream().allMatch(value -> device.model().takes(value.getKey(), value.getValue()))) {
            return Refusal.COMMAND;
        }
        device.apply(values);
        effects.executed(device.facts().id(), call, caller);
        return Answer.of(new JsonObject());
    }

    /** The properties come as JSON inside a string; clients that send the object itself are understood. */
    private static JsonObject told(JsonObject body) {
        Object properties = body.getValue("properties");
        if (properties instanceof JsonObject object && !object.isEmpty()) {
            return object;
        }
        if (!(properties instanceof String text) || text.isEmpty()) {
            throw Refusal.PARAM_EMPTY.exception();
        }
        try {
            return new JsonObject(text);
        } catch (DecodeException e) {
            throw Refusal.PARAM_ILLEGAL.exception();
        }
    }
}
