package io.tuyere.admin;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * What the administration API answers.
 *
 * @param body never holds a secret, but for one that was just issued
 * @param about what was changed, for the audit log; empty where the path says it
 */
record AdminAnswer(int status, Map<String, String> headers, JsonObject body, String about) {
    AdminAnswer {
        headers = Map.copyOf(headers);
    }

    static AdminAnswer ok(JsonObject body) {
        return new AdminAnswer(200, Map.of(), body, "");
    }

    static AdminAnswer created(JsonObject body) {
        return new AdminAnswer(201, Map.of(), body, "");
    }

    AdminAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new AdminAnswer(status, more, body, about);
    }

    AdminAnswer about(String changed) {
        return new AdminAnswer(status, headers, body, changed);
    }

    /** Names what may be in the body, which may be a secret, not the body. */
    @Override
    public String toString() {
        return "AdminAnswer[" + status + ", " + body.fieldNames() + "]";
    }
}
