package io.tuyere.sim;

/** An OAuth code as an app user brings it from the login page: for one exchange, in the user's region only. */
public record SimCode(String code, String region, String uid) {
    public SimCode {
        SimSettings.requireRegion(region);
    }
}
