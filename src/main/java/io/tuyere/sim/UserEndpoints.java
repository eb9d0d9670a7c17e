package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Users of an app and their homes. */
final class UserEndpoints {
    private static final long REGISTERED_AT_SECONDS = 1_750_000_000;

    private final DataCentre centre;
    private final Reach reach;

    UserEndpoints(DataCentre centre, Reach reach) {
        this.centre = centre;
        this.reach = reach;
    }

    void addTo(RouteTable routes) {
        routes.business("GET", "/v1.0/users/{uid}/homes", this::homes);
        routes.business("GET", "/v2.0/apps/{schema}/users", this::usersOfApp);
        routes.business("GET", "/v1.0/iot-02/users", this::industryUsers);
        routes.business("GET", "/v1.2/iot-02/users/{user_name}", this::industryUser);
    }

    private Answer homes(SimCall call, Caller caller) {
        SimUser user = reach.user(call.variable("uid"), caller);
        JsonArray homes = new JsonArray();
        centre.homes().stream()
                .filter(home -> home.ownerUid().equals(user.uid()))
                .forEach(home -> homes.add(json(home)));
        return Answer.of(homes);
    }

    private static JsonObject json(SimHome home) {
        return new JsonObject()
                .put("home_id", home.id())
                .put("name", home.name())
                .put("geo_name", "")
                .put("lat", 0)
                .put("lon", 0)
                .put("role", "OWNER");
    }

    private Answer usersOfApp(SimCall call, Caller caller) {
        String schema = call.variable("schema");
        List<SimUser> users = centre.users().stream()
                .filter(user -> user.schema().equals(schema))
                .toList();
        if (users.isEmpty()) {
            return Refusal.SCHEMA;
        }
        Optional<String> name = call.parameter("username");
        List<SimUser> seen = users.stream()
                .filter(user -> caller.maySee(user.uid()))
                .filter(user -> name.isEmpty() || name.get().equals(user.username()))
                .toList();
        Page<SimUser> page = Page.numbered(call.number("page_no", 1), call.pageSize("page_size", 20), seen);
        return Answer.of(new JsonObject()
                .put("list", page.json(UserEndpoints::json))
                .put("has_more", page.more())
                .put("total", page.total()));
    }

    private Answer industryUsers(SimCall call, Caller caller) {
        List<SimUser> seen = centre.users().stream()
                .filter(user -> caller.maySee(user.uid()))
                .toList();
        Page<SimUser> page = Page.behind(
                call.parameter("last_row_key").orElse(""),
                centre.region() + "/users",
                seen,
                call.pageSize("page_size", 20));
        return Answer.of(new JsonObject()
                .put("list", page.json(UserEndpoints::json))
                .put("has_next", page.more())
                .put("last_row_key", page.cursor()));
    }

    private Answer industryUser(SimCall call, Caller caller) {
        return centre.user(call.variable("user_name"))
                .filter(user -> caller.maySee(user.uid()))
                .<Answer>map(user -> Answer.of(json(user)))
                .orElse(Refusal.NO_USER);
    }

    private static JsonObject json(SimUser user) {
        return new JsonObject()
                .put("uid", user.uid())
                .put("username", user.username())
                .put("email", user.username())
                .put("mobile", "")
                .put("country_code", user.countryCode())
                .put("create_time", REGISTERED_AT_SECONDS)
                .put("update_time", REGISTERED_AT_SECONDS);
    }
}
