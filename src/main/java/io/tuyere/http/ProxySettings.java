package io.tuyere.http;

import java.time.Duration;

/**
 * The gateway as a forward proxy: group {@code proxy} of the configuration.
 *
 * @param connect whether CONNECT opens tunnels to data centres
 * @param requireCredentials whether a tunnel needs a credential of a tenant
 * @param tunnelsPerTenant tunnels at the same time; the next one is refused
 * @param bytesPerSecond what the tunnels of a tenant may carry in a second, both ways together
 * @param idleTimeout a tunnel without traffic for this long is closed
 * @param maxLifetime a tunnel is closed after this long, whatever it carries
 */
public record ProxySettings(
        boolean connect,
        boolean requireCredentials,
        int tunnelsPerTenant,
        int bytesPerSecond,
        Duration idleTimeout,
        Duration maxLifetime) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public ProxySettings {
        if (tunnelsPerTenant < 1 || tunnelsPerTenant > 100_000) {
            throw new IllegalArgumentException("proxy.tunnels-per-tenant must be 1 to 100000, was " + tunnelsPerTenant);
        }
        if (bytesPerSecond < KIB || bytesPerSecond > 1024 * MIB) {
            throw new IllegalArgumentException(
                    "proxy.bytes-per-second must be 1KiB to 1GiB, was " + bytesPerSecond + " bytes");
        }
        within("proxy.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        within("proxy.max-lifetime", maxLifetime, Duration.ofSeconds(1), Duration.ofHours(24));
    }

    /** What is used where the configuration says nothing: no tunnels. */
    public static ProxySettings defaults() {
        return new ProxySettings(false, true, 100, 8 * MIB, Duration.ofMinutes(1), Duration.ofHours(1));
    }

    /** These settings with another {@code proxy.connect}. */
    public ProxySettings withConnect(boolean value) {
        return new ProxySettings(value, requireCredentials, tunnelsPerTenant, bytesPerSecond, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code proxy.require-credentials}. */
    public ProxySettings withRequireCredentials(boolean value) {
        return new ProxySettings(connect, value, tunnelsPerTenant, bytesPerSecond, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code proxy.tunnels-per-tenant}. */
    public ProxySettings withTunnelsPerTenant(int value) {
        return new ProxySettings(connect, requireCredentials, value, bytesPerSecond, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code proxy.bytes-per-second}. */
    public ProxySettings withBytesPerSecond(int value) {
        return new ProxySettings(connect, requireCredentials, tunnelsPerTenant, value, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code proxy.idle-timeout}. */
    public ProxySettings withIdleTimeout(Duration value) {
        return new ProxySettings(connect, requireCredentials, tunnelsPerTenant, bytesPerSecond, value, maxLifetime);
    }

    /** These settings with another {@code proxy.max-lifetime}. */
    public ProxySettings withMaxLifetime(Duration value) {
        return new ProxySettings(connect, requireCredentials, tunnelsPerTenant, bytesPerSecond, idleTimeout, value);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms, was " + value.toMillis() + "ms");
        }
    }
}
