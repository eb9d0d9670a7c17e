package io.tuyere.upstream;

/**
 * Names a breaker. All parts come from the configuration and the table of paths, so there is a bound to how many there are.
 *
 * @param region region id
 * @param project access id of the project, empty for a transport breaker
 * @param family API family, empty but for a product breaker
 */
public record BreakerKey(BreakerKind kind, String region, String project, String family) {
    public BreakerKey {
        if (region.isBlank()) {
            throw new IllegalArgumentException("a breaker belongs to a region");
        }
        if (project.isBlank() == (kind != BreakerKind.TRANSPORT)) {
            throw new IllegalArgumentException("a " + kind.label() + " breaker belongs to "
                    + (kind == BreakerKind.TRANSPORT ? "no project" : "a project"));
        }
        if (family.isBlank() == (kind == BreakerKind.PRODUCT)) {
            throw new IllegalArgumentException("a " + kind.label() + " breaker belongs to "
                    + (kind == BreakerKind.PRODUCT ? "an API family" : "no API family"));
        }
    }

    /** Of a region, for everybody. */
    public static BreakerKey transport(String region) {
        return new BreakerKey(BreakerKind.TRANSPORT, region, "", "");
    }

    /** Of a project in a region, by its access id. */
    public static BreakerKey access(String region, String project) {
        return new BreakerKey(BreakerKind.ACCESS, region, project, "");
    }

    /** Of an API family that a project uses in a region. */
    public static BreakerKey product(String region, String project, String family) {
        return new BreakerKey(BreakerKind.PRODUCT, region, project, family);
    }
}
