package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device as it is now. Its usual answers are rendered once per change, not per call. Any thread. */
final class Device {
    private static final long ACTIVATED_AT_SECONDS = 1_760_000_000;

    private final SimDevice facts;
    private final DeviceModel model;
    private String name;
    private Map<String, Object> status;
    private @Nullable Buffer renderedDetail;
    private @Nullable Buffer renderedStatus;

    Device(SimDevice facts) {
        this.facts = facts;
        this.model = DeviceModel.of(facts.category());
        this.name = facts.name();
        this.status = model.initialStatus();
    }

    SimDevice facts() {
        return facts;
    }

    DeviceModel model() {
        return model;
    }

    synchronized void rename(String newName) {
        name = newName;
        renderedDetail = null;
    }

    synchronized void apply(Map<String, Object> values) {
        status.putAll(values);
        renderedDetail = null;
        renderedStatus = null;
    }

    synchronized void reset() {
        name = facts.name();
        status = model.initialStatus();
        renderedDetail = null;
        renderedStatus = null;
    }

    synchronized Map<String, Object> values() {
        return new LinkedHashMap<>(status);
    }

    /** The list of code and value. */
    synchronized Buffer status() {
        if (renderedStatus == null) {
            renderedStatus = statusJson().toBuffer();
        }
        return renderedStatus;
    }

    /** All that the single-device call answers. */
    synchronized Buffer detail() {
        if (renderedDetail == null) {
            renderedDetail = json().toBuffer();
        }
        return renderedDetail;
    }

    synchronized JsonObject json() {
        return new JsonObject()
                .put("active_time", ACTIVATED_AT_SECONDS)
                .put("biz_type", 18)
                .put("category", facts.category())
                .put("create_time", ACTIVATED_AT_SECONDS)
                .put("icon", "smart/icon/" + model.productId() + ".png")
                .put("id", facts.id())
                .put("ip", "192.0.2." + (1 + (facts.id().hashCode() & 0x7f)))
                .put("lat", "0.0")
                .put("local_key", "0123456789abcdef")
                .put("lon", "0.0")
                .put("model", "SIM")
                .put("name", name)
                .put("online", facts.online())
                .put("owner_id", Long.toString(facts.homeId()))
                .put("product_id", model.productId())
                .put("product_name", model.category())
                .put("status", statusJson())
                .put("sub", false)
                .put("time_zone", "+00:00")
                .put("uid", facts.ownerUid())
                .put("update_time", ACTIVATED_AT_SECONDS)
                .put("uuid", "sim" + facts.id());
    }

    private JsonArray statusJson() {
        JsonArray list = new JsonArray();
        status.forEach(
                (code, value) -> list.add(new JsonObject().put("code", code).put("value", value)));
        return list;
    }
}
