package io.tuyere.jwt;

import io.tuyere.core.FailureException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a token says (RFC 7519, section 4). Any thread. */
public final class Claims {
    static final long LEEWAY_MILLIS = 30_000;
    private static final int MOST_AUDIENCES = 16;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final JsonObject claims;
    private final List<String> audiences;

    /** These claims; fails as a refusal where those that every token needs are missing, or none of their kind. */
    Claims(JsonObject claims) {
        this.claims = claims;
        this.audiences = values("aud");
        if (!(claims.getValue("iss") instanceof String)) {
            throw Jwt.refused("it names no issuer (iss)");
        }
        if (audiences.isEmpty() || audiences.size() > MOST_AUDIENCES) {
            throw Jwt.refused("it names no audience (aud), or more than " + MOST_AUDIENCES);
        }
        if (!(claims.getValue("exp") instanceof Number)) {
            throw Jwt.refused("it has no end (exp), which is required");
        }
        for (String time : List.of("nbf", "iat")) {
            if (claims.containsKey(time) && !(claims.getValue(time) instanceof Number)) {
                throw Jwt.refused(time + " is no number of seconds since 1970");
            }
        }
    }

    /** Who issued it. */
    public String issuer() {
        return claims.getString("iss");
    }

    /** For whom it was issued; at least one. */
    public List<String> audiences() {
        return audiences;
    }

    /** The texts that a claim is, or is a list of; none for anything else. */
    public List<String> values(String claim) {
        Object value = claims.getValue(claim);
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof JsonArray several
                ? several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** When it ends at last, in milliseconds since the epoch; for one without end that is far away. */
    long endsAtMillis() {
        return (long) (millis("exp") + LEEWAY_MILLIS);
    }

    /** Fails as a refusal outside of the time it is good for, by the clock's milliseconds since the epoch. */
    void checkTime(long nowMillis) {
        if (nowMillis > endsAtMillis()) {
            throw Jwt.refused("it has expired (exp); get a new one");
        }
        if (claims.containsKey("nbf") && millis("nbf") > nowMillis + LEEWAY_MILLIS) {
            throw early("it is not valid yet (nbf)");
        }
        if (claims.containsKey("iat") && millis("iat") > nowMillis + LEEWAY_MILLIS) {
            throw early("it was issued in the future (iat)");
        }
    }

    private static FailureException early(String what) {
        return Jwt.refused(what + "; wait, or set the clock of the issuer or of the gateway");
    }

    private double millis(String time) {
        return claims.getNumber(time).doubleValue() * MILLIS_PER_SECOND;
    }

    @Override
    public String toString() {
        return "Claims[***]";
    }
}
