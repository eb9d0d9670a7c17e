package io.tuyere.sim;

import io.vertx.core.json.JsonObject;

/** Tokens of a project, of an OAuth code, and refreshed ones. */
final class TokenEndpoints {
    private final DataCentre centre;
    private final RegionCounters counters;

    TokenEndpoints(World world, DataCentre centre) {
        this.centre = centre;
        counters = world.counters(centre.region());
    }

    void addTo(RouteTable routes) {
        routes.token("GET", "/v1.0/token", this::token);
        routes.token("GET", "/v1.0/token/{refresh_token}", this::refreshed);
    }

    private Answer token(SimCall call, Caller caller) {
        return switch (call.parameter("grant_type").orElse("")) {
            case "1" -> ofProject(caller);
            case "2" -> ofCode(call, caller);
            case "" -> Refusal.PARAM_EMPTY;
            default -> Refusal.GRANT_TYPE;
        };
    }

    private Answer ofProject(Caller caller) {
        counters.tokenCall("project");
        long now = centre.clock().millis();
        return Answer.of(json(centre.tokens().ofProject(caller.project().accessId(), now), now));
    }

    private Answer ofCode(SimCall call, Caller caller) {
        counters.tokenCall("code");
        String code = call.parameter("code").orElseThrow(Refusal.PARAM_EMPTY::exception);
        long now = centre.clock().millis();
        Grant grant =
                centre.tokens().ofCode(caller.project().accessId(), code, now).orElseThrow(Refusal.CODE::exception);
        return Answer.of(json(grant, now));
    }

    private Answer refreshed(SimCall call, Caller caller) {
        counters.tokenCall("refresh");
        long now = centre.clock().millis();
        Grant grant = centre.tokens()
                .refreshed(caller.project().accessId(), call.variable("refresh_token"), now)
                .orElseThrow(Refusal.TOKEN::exception);
        return Answer.of(json(grant, now));
    }

    /** The fields of a token answer, with the remaining life in seconds. */
    static JsonObject json(Grant grant, long nowMillis) {
        return new JsonObject()
                .put("access_token", grant.accessToken())
                .put("expire_time", grant.remainingSeconds(nowMillis))
                .put("refresh_token", grant.refreshToken())
                .put("uid", grant.uid());
    }
}
