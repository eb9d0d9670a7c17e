package io.tuyere.sim;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Logins with user name and password: of a smart-home app, whose user may belong to another region, and of a custom
 * application, whose answers say {@code expire} where all others say {@code expire_time}.
 */
final class LoginEndpoints {
    private final World world;
    private final DataCentre centre;
    private final CountryList countries;
    private final RegionCounters counters;

    LoginEndpoints(World world, DataCentre centre, CountryList countries) {
        this.world = world;
        this.centre = centre;
        this.countries = countries;
        counters = world.counters(centre.region());
    }

    void addTo(RouteTable routes) {
        routes.login("POST", "/v1.0/iot-01/associated-users/actions/authorized-login", this::appLogin);
        routes.login("POST", "/v1.0/iot-03/users/login", this::customLogin);
        routes.login("POST", "/v1.0/iot-03/users/token/{refresh_token}", this::customRefresh);
    }

    private Answer appLogin(SimCall call, Caller caller) {
        counters.tokenCall("login");
        JsonObject body = call.json();
        String username = SimCall.required(body, "username");
        String password = SimCall.required(body, "password");
        String schema = SimCall.required(body, "schema");
        String country = SimCall.required(body, "country_code").replaceFirst("^\\+", "");
        if (!country.matches("[0-9]{1,6}")) {
            return Refusal.COUNTRY_CODE;
        }
        if (world.settings().users().stream().noneMatch(user -> user.schema().equals(schema))) {
            return Refusal.SCHEMA;
        }
        Optional<SimUser> user =
                centre.user(username).filter(found -> found.countryCode().equals(country));
        return user.isPresent()
                ? signedIn(user.get(), password, caller, centre)
                : fromElsewhere(username, password, country, caller);
    }

    private Answer fromElsewhere(String username, String password, String country, Caller caller) {
        return switch (world.wrongRegionLogin()) {
            case UNLINKED -> Refusal.UNLINKED;
            case REFUSED -> countries.belongsTo(country, centre.region()) ? Refusal.PASSWORD : Refusal.COUNTRY_AREA;
            case FOLLOWED -> {
                DataCentre home = world.centreOfUsername(username).orElseThrow(Refusal.PASSWORD::exception);
                SimUser user = home.user(username).orElseThrow(Refusal.PASSWORD::exception);
                yield signedIn(user, password, caller, home);
            }
        };
    }

    private static Answer signedIn(SimUser user, String password, Caller caller, DataCentre home) {
        if (!Digests.hex("MD5", user.password()).equalsIgnoreCase(password)) {
            return Refusal.PASSWORD;
        }
        if (!caller.project().regions().contains(home.region())) {
            return Refusal.UNLINKED;
        }
        long now = home.clock().millis();
        Grant grant = home.tokens().ofLogin(caller.project().accessId(), user.uid(), now);
        return Answer.of(TokenEndpoints.json(grant, now)
                .put("platform_url", home.baseUrl().toString()));
    }

    private Answer customLogin(SimCall call, Caller caller) {
        counters.tokenCall("user-login");
        JsonObject body = call.json();
        String username = SimCall.required(body, "username");
        String password = SimCall.required(body, "password");
        SimUser user = centre.user(username).orElseThrow(Refusal.NO_USER::exception);
        if (!Digests.hex("SHA-256", user.password()).equalsIgnoreCase(password)) {
            return Refusal.PASSWORD;
        }
        long now = centre.clock().millis();
        return withExpire(centre.tokens().ofLogin(caller.project().accessId(), user.uid(), now), now);
    }

    private Answer customRefresh(SimCall call, Caller caller) {
        counters.tokenCall("user-refresh");
        long now = centre.clock().millis();
        Grant grant = centre.tokens()
                .refreshed(caller.project().accessId(), call.variable("refresh_token"), now)
                .orElseThrow(Refusal.TOKEN::exception);
        return withExpire(grant, now);
    }

    private static Answer withExpire(Grant grant, long nowMillis) {
        JsonObject json = TokenEndpoints.json(grant, nowMillis);
        return Answer.of(json.put("expire", json.remove("expire_time")));
    }
}
