package io.tuyere.sim;

/** A home of an app user. */
public record SimHome(long id, String region, String name, String ownerUid) {
    public SimHome {
        SimSettings.requireRegion(region);
    }
}
