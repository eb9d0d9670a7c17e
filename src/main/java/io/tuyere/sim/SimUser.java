package io.tuyere.sim;

/**
 * An end user of an app.
 *
 * @param password in clear; logins send its MD5 or SHA-256
 * @param countryCode calling code that the account was registered with
 * @param schema id of the app
 */
public record SimUser(String uid, String region, String username, String password, String countryCode, String schema) {
    public SimUser {
        SimSettings.requireRegion(region);
    }
}
