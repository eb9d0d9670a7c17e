package io.tuyere.sim;

/**
 * A token pair as one region issued it.
 *
 * @param forUser whether it speaks for an app user, who sees own devices only; otherwise for the project
 * @param expiresAtMillis end of the access token on the region's clock; the refresh token has none
 */
record Grant(
        String accessToken, String refreshToken, String accessId, String uid, boolean forUser, long expiresAtMillis) {
    long remainingSeconds(long nowMillis) {
        return Math.max(0, (expiresAtMillis - nowMillis) / 1000);
    }

    boolean liveAt(long nowMillis) {
        return nowMillis < expiresAtMillis;
    }

    Grant endingAt(long millis) {
        return new Grant(accessToken, refreshToken, accessId, uid, forUser, millis);
    }
}
