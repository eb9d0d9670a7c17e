package io.tuyere.sim;

import java.util.Map;
import java.util.Set;

/**
 * A cloud project that the simulated data centres know.
 *
 * @param accessSecret of the simulation only, so it is printed nowhere but needs no care
 * @param regions where it exists; anywhere else its access id is unknown
 * @param states where it is not simply active
 * @param legacy created before 2021-06-30: the signature that covers neither path nor body is taken too
 */
public record SimProject(
        String accessId, String accessSecret, Set<String> regions, Map<String, ProjectState> states, boolean legacy) {
    public SimProject {
        regions = Set.copyOf(regions);
        states = Map.copyOf(states);
        regions.forEach(SimSettings::requireRegion);
        states.keySet().forEach(SimSettings::requireRegion);
        if (accessId.isBlank() || accessSecret.isEmpty()) {
            throw new IllegalArgumentException("a project needs an access id and a secret");
        }
    }

    /** An active project in all regions that signs the new way. */
    public static SimProject everywhere(String accessId, String accessSecret) {
        return new SimProject(accessId, accessSecret, Set.copyOf(SimSettings.REGIONS), Map.of(), false);
    }

    @Override
    public String toString() {
        return "SimProject[" + accessId + ", regions=" + regions + ", states=" + states + ", legacy=" + legacy + "]";
    }
}
