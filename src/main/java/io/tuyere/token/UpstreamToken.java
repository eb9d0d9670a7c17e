package io.tuyere.token;

import io.tuyere.core.Secret;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A token that the cloud issued. It never reaches a client.
 *
 * @param access goes on the wire with every call
 * @param refresh renews it; a project's is never used, since that would kill the token for everybody
 * @param uid whom the cloud issued it to
 * @param expiresAtMillis end of its life by this process's clock, from the answer that brought it
 * @param login how its user signed in, which decides where it is renewed
 */
public record UpstreamToken(Secret access, Secret refresh, String uid, long expiresAtMillis, Login login) {
    private static final long LONGEST_LIFE_SECONDS = 366L * 24 * 3600;

    /** The kinds of sign-in, which differ in where their tokens are renewed. */
    public enum Login {
        /** {@code grant_type=1}: nobody signed in. */
        PROJECT,
        /** An app user, by password or OAuth code. Renewed at {@code /v1.0/token/{refresh_token}}. */
        APP_USER,
        /** A user of a custom project. Renewed at {@code /v1.0/iot-03/users/token/{refresh_token}}. */
        PROJECT_USER
    }

    /**
     * Reads the {@code result} of a token answer. The life is called {@code expire_time}, or {@code expire} by custom sign-ins.
     *
     * @param nowMillis when the answer came
     * @throws IllegalArgumentException when it names no token
     * @throws ClassCastException when its members are of other types
     */
    public static UpstreamToken read(@Nullable JsonObject result, Login login, long nowMillis) {
        if (result == null) {
            throw new IllegalArgumentException("the answer has no result");
        }
        Long seconds = result.getLong("expire_time") == null ? result.getLong("expire") : result.getLong("expire_time");
        String access = text(result, "access_token");
        String refresh = text(result, "refresh_token");
        if (seconds == null || seconds < 0 || access.isEmpty() || refresh.isEmpty()) {
            throw new IllegalArgumentException("the answer names no token");
        }
        long expiresAtMillis = nowMillis + Math.min(seconds, LONGEST_LIFE_SECONDS) * 1000;
        return new UpstreamToken(Secret.of(access), Secret.of(refresh), text(result, "uid"), expiresAtMillis, login);
    }

    private static String text(JsonObject result, String member) {
        String text = result.getString(member);
        return text == null ? "" : text;
    }

    /** Milliseconds left, negative when it is over. */
    public long remainingMillis(long nowMillis) {
        return expiresAtMillis - nowMillis;
    }
}
