package io.tuyere.sim;

import io.tuyere.sim.DataCentre.FirmwareTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Firmware upgrades of a region: published by POST, listed by GET. Tuya's own interface for it is not public in full; these
 * paths are the simulation's, for calls that must reach several regions exactly once each.
 */
final class FirmwareEndpoints {
    /** The subject under which published tasks are logged. */
    static final String SUBJECT = "firmware-tasks";

    private static final String PATH = "/v2.0/cloud/ota/tasks";
    private static final int MAX_TASKS = 1000;

    private final DataCentre centre;
    private final Effects effects;

    FirmwareEndpoints(DataCentre centre, Effects effects) {
        this.centre = centre;
        this.effects = effects;
    }

    void addTo(RouteTable routes) {
        routes.business("POST", PATH, this::publish);
        routes.business("GET", PATH, this::list);
    }

    private Answer publish(SimCall call, Caller caller) {
        JsonObject body = call.json();
        String version = SimCall.required(body, "version");
        JsonArray target = body.getValue("device_ids") instanceof JsonArray ids ? ids : new JsonArray();
        long id = centre.firmwareTasks().size() + 1L;
        if (id > MAX_TASKS) {
            return Refusal.PARAM_RANGE;
        }
        centre.firmwareTasks()
                .add(new FirmwareTask(id, version, target, centre.clock().millis()));
        effects.executed(SUBJECT, call, caller);
        return Answer.of(new JsonObject().put("task_id", id));
    }

    private Answer list(SimCall call, Caller caller) {
        Page<FirmwareTask> page =
                Page.numbered(call.number("page_no", 1), call.pageSize("page_size", 20), centre.firmwareTasks());
        return Answer.of(new JsonObject()
                .put("list", page.json(FirmwareEndpoints::json))
                .put("has_more", page.more())
                .put("total", page.total()));
    }

    private static JsonObject json(FirmwareTask task) {
        return new JsonObject()
                .put("task_id", task.id())
                .put("version", task.version())
                .put("device_ids", task.target())
                .put("create_time", task.createdAtMillis())
                .put("status", "PUBLISHED");
    }
}
