package io.tuyere.upstream;

/**
 * Names a breaker. All parts come from the configuration and the table of paths, so there is a bound to how many there are.
 *
 * @param region region id
 * @param project access id of the project, empty for a transport breaker
 * @param family API family, empty but for a product breaker
 */
public record BreakerKey(BreakerKind kind, String region, String project, String family) {
    static BreakerKey transport(String region) {
        return new BreakerKey(BreakerKind.TRANSPORT, region, "", "");
    }

    static BreakerKey access(String region, String project) {
        return new BreakerKey(BreakerKind.ACCESS, region, project, "");
    }

    static BreakerKey product(String region, String project, String family) {
        return new BreakerKey(BreakerKind.PRODUCT, region, project, family);
    }
}
