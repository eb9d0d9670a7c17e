package io.tuyere.upstream;

import java.time.Duration;

/**
 * The connections to the data centres: groups {@code timeouts} and {@code upstream} of the configuration.
 *
 * @param connectTimeout for TCP and TLS together
 * @param callTimeout one deadline for queueing, token, attempts and body; a request may only shorten it
 * @param poolSize connections per region and event loop
 * @param waitQueue calls that may wait for a connection, per region and event loop; the next one is refused
 * @param idleTimeout an unused connection is closed after this long, before the far side does it
 * @param maxLifetime a connection is not used for longer, so that a change of DNS is noticed
 */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration callTimeout,
        int poolSize,
        int waitQueue,
        Duration idleTimeout,
        Duration maxLifetime) {
    public UpstreamSettings {
        within("timeouts.connect", connectTimeout, Duration.ofMillis(1), Duration.ofMinutes(1));
        within("timeouts.call", callTimeout, Duration.ofMillis(1), Duration.ofMinutes(10));
        if (poolSize < 1 || poolSize > 10_000) {
            throw new IllegalArgumentException("upstream.pool-size must be 1 to 10000, was " + poolSize);
        }
        if (waitQueue < 0 || waitQueue > 100_000) {
            throw new IllegalArgumentException("upstream.wait-queue must be 0 to 100000, was " + waitQueue);
        }
        within("upstream.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
        within("upstream.max-lifetime", maxLifetime, Duration.ofSeconds(1), Duration.ofHours(24));
    }

    /** What is used where the configuration says nothing. */
    public static UpstreamSettings defaults() {
        return new UpstreamSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                128,
                1024,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }

    /** These settings with another {@code timeouts.connect}. */
    public UpstreamSettings withConnectTimeout(Duration value) {
        return new UpstreamSettings(value, callTimeout, poolSize, waitQueue, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code timeouts.call}. */
    public UpstreamSettings withCallTimeout(Duration value) {
        return new UpstreamSettings(connectTimeout, value, poolSize, waitQueue, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code upstream.pool-size}. */
    public UpstreamSettings withPoolSize(int value) {
        return new UpstreamSettings(connectTimeout, callTimeout, value, waitQueue, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code upstream.wait-queue}. */
    public UpstreamSettings withWaitQueue(int value) {
        return new UpstreamSettings(connectTimeout, callTimeout, poolSize, value, idleTimeout, maxLifetime);
    }

    /** These settings with another {@code upstream.idle-timeout}. */
    public UpstreamSettings withIdleTimeout(Duration value) {
        return new UpstreamSettings(connectTimeout, callTimeout, poolSize, waitQueue, value, maxLifetime);
    }

    /** These settings with another {@code upstream.max-lifetime}. */
    public UpstreamSettings withMaxLifetime(Duration value) {
        return new UpstreamSettings(connectTimeout, callTimeout, poolSize, waitQueue, idleTimeout, value);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms, was " + value.toMillis() + "ms");
        }
    }
}
