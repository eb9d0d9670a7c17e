package io.tuyere.observe;

/**
 * What is measured beyond what costs nothing: group {@code metrics} of the configuration.
 *
 * @param tenants number of tenants that get series of their own, in the order in which they first call; all others share
 *     {@code other}. 0 for no series of tenants
 */
public record MetricsSettings(int tenants) {
    public MetricsSettings {
        if (tenants < 0 || tenants > 1_000) {
            throw new IllegalArgumentException("metrics.tenants must be 0 to 1000, was " + tenants);
        }
    }

    /** What is used where the configuration says nothing: none. */
    public static MetricsSettings defaults() {
        return new MetricsSettings(0);
    }

    /** These settings with another {@code metrics.tenants}. */
    public MetricsSettings withTenants(int value) {
        return new MetricsSettings(value);
    }
}
