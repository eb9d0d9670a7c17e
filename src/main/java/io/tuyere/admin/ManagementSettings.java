package io.tuyere.admin;

/**
 * The port of health, metrics, administration and console: group {@code management} of the configuration.
 *
 * @param host address to listen on; who reaches it may administer the gateway
 * @param port 0 takes a free one
 */
public record ManagementSettings(String host, int port) {
    public ManagementSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("management.host must not be blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("management.port must be 0 to 65535, was " + port);
        }
    }

    /** What is used where the configuration says nothing: port 9090, for this machine only. */
    public static ManagementSettings defaults() {
        return new ManagementSettings("127.0.0.1", 9090);
    }

    /** These settings with another {@code management.host}. */
    public ManagementSettings withHost(String value) {
        return new ManagementSettings(value, port);
    }

    /** These settings with another {@code management.port}. */
    public ManagementSettings withPort(int value) {
        return new ManagementSettings(host, value);
    }
}
