package io.tuyere.sim;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The calls that list devices; each family pages in its own way, as in the real cloud. */
final class DeviceListEndpoints {
    private final DataCentre centre;
    private final Reach reach;

    DeviceListEndpoints(DataCentre centre, Reach reach) {
        this.centre = centre;
        this.reach = reach;
    }

    void addTo(RouteTable routes) {
        routes.business("GET", "/v1.0/devices", this::numbered);
        routes.business("GET", "/v1.0/iot-03/devices", this::industryByIds);
        routes.business("GET", "/v1.3/iot-03/devices", this::industry);
        routes.business("GET", "/v1.0/iot-01/associated-users/devices", this::ofAssociatedUsers);
        routes.business("GET", "/v1.0/users/{uid}/devices", this::ofUser);
        routes.business("GET", "/v1.0/homes/{home_id}/devices", this::ofHome);
    }

    /** Asked by ids or by app schema. */
    private Answer numbered(SimCall call, Caller caller) {
        List<Device> devices = chosen(call, caller);
        Page<Device> page = Page.numbered(call.number("page_no", 1), call.pageSize("page_size", 100), devices);
        return Answer.of(new JsonObject()
                .put("devices", page.json(Device::json))
                .put("has_more", page.more())
                .put("last_id", page.items().isEmpty() ? "" : last(page).facts().id())
                .put("total", page.total()));
    }

    private List<Device> chosen(SimCall call, Caller caller) {
        Optional<String> ids = call.parameter("device_ids");
        if (ids.isPresent()) {
            return reach.devices(ids.get(), caller);
        }
        String schema = call.parameter("schema").orElseThrow(Refusal.PARAM_EMPTY::exception);
        List<String> uids = centre.users().stream()
                .filter(user -> user.schema().equals(schema))
                .map(SimUser::uid)
                .toList();
        if (uids.isEmpty()) {
            throw Refusal.SCHEMA.exception();
        }
        return reach.devices(caller).stream()
                .filter(device -> uids.contains(device.facts().ownerUid()))
                .toList();
    }

    private Answer industryByIds(SimCall call, Caller caller) {
        String ids = call.parameter("device_ids").orElseThrow(Refusal.PARAM_EMPTY::exception);
        List<Device> devices = reach.devices(ids, caller);
        Page<Device> page = Page.numbered(1, 200, devices);
        return Answer.of(new JsonObject().put("list", page.json(Device::json)).put("total", page.total()));
    }

    private Answer industry(SimCall call, Caller caller) {
        List<Device> devices = call.parameter("source_type").orElse("").equals("tuyaUser")
                ? reach.devicesOfUser(call.parameter("source_id").orElseThrow(Refusal.PARAM_EMPTY::exception), caller)
                : reach.devices(caller);
        Page<Device> page = behindCursor(call, "page_size", "industry", devices);
        return Answer.of(new JsonObject()
                .put("list", page.json(Device::json))
                .put("has_more", page.more())
                .put("last_row_key", page.cursor())
                .put("total", page.total()));
    }

    private Answer ofAssociatedUsers(SimCall call, Caller caller) {
        Page<Device> page = behindCursor(call, "size", "associated", reach.devices(caller));
        return Answer.of(new JsonObject()
                .put("devices", page.json(Device::json))
                .put("has_more", page.more())
                .put("last_row_key", page.cursor())
                .put("total", page.total()));
    }

    private Answer ofUser(SimCall call, Caller caller) {
        List<Device> devices = reach.devicesOfUser(call.variable("uid"), caller);
        return Answer.of(Page.numbered(1, devices.size(), devices).json(Device::json));
    }

    private Answer ofHome(SimCall call, Caller caller) {
        String id = call.variable("home_id");
        SimHome home = centre.homes().stream()
                .filter(candidate -> Long.toString(candidate.id()).equals(id))
                .filter(candidate -> caller.maySee(candidate.ownerUid()))
                .findFirst()
                .orElseThrow(Refusal.PERMISSION::exception);
        List<Device> devices = reach.devices(caller).stream()
                .filter(device -> device.facts().homeId() == home.id())
                .toList();
        return Answer.of(Page.numbered(1, devices.size(), devices).json(Device::json));
    }

    private Page<Device> behindCursor(SimCall call, String sizeName, String list, List<Device> devices) {
        String scope = centre.region() + "/" + list;
        return Page.behind(call.parameter("last_row_key").orElse(""), scope, devices, call.pageSize(sizeName, 20));
    }

    private static Device last(Page<Device> page) {
        return page.items().get(page.items().size() - 1);
    }
}
