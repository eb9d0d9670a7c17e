package io.tuyere.http;

import java.time.Duration;

/**
 * What a client may take its time for, and how much of everything it may send: more of group {@code server}.
 *
 * @param maxFields header fields of a request
 * @param headerTimeout from the first byte of a request to the last of its headers; TLS handshakes have as long
 * @param bodyTimeout from the last header to the last byte of the body
 * @param minBodyBytesPerSecond a body that comes more slowly on average is given up; any rate will do if zero
 * @param writeTimeout an answer of which nothing more can be written for this long is given up
 * @param maxStreams calls at the same time on a connection of HTTP/2
 */
public record EdgeSettings(
        int maxFields,
        Duration headerTimeout,
        Duration bodyTimeout,
        int minBodyBytesPerSecond,
        Duration writeTimeout,
        int maxStreams) {
    private static final int MILLIS_PER_SECOND = 1_000;

    public EdgeSettings {
        count("server.max-header-fields", maxFields, 10, 1000);
        seconds("server.header-timeout", headerTimeout, 1, 600);
        seconds("server.body-timeout", bodyTimeout, 1, 3600);
        if (minBodyBytesPerSecond < 0 || minBodyBytesPerSecond > 1024 * 1024) {
            throw new IllegalArgumentException(
                    "server.min-body-rate must be 0KiB to 1024KiB, was " + minBodyBytesPerSecond + "B");
        }
        seconds("server.write-timeout", writeTimeout, 1, 600);
        count("server.max-streams", maxStreams, 1, 1000);
    }

    /** What is used where the configuration says nothing. */
    public static EdgeSettings defaults() {
        return new EdgeSettings(100, Duration.ofSeconds(10), Duration.ofSeconds(30), 512, Duration.ofSeconds(10), 100);
    }

    /** These limits with another {@code server.max-header-fields}. */
    public EdgeSettings withMaxFields(int value) {
        return new EdgeSettings(value, headerTimeout, bodyTimeout, minBodyBytesPerSecond, writeTimeout, maxStreams);
    }

    /** These limits with another {@code server.header-timeout}. */
    public EdgeSettings withHeaderTimeout(Duration value) {
        return new EdgeSettings(maxFields, value, bodyTimeout, minBodyBytesPerSecond, writeTimeout, maxStreams);
    }

    /** These limits with another {@code server.body-timeout}. */
    public EdgeSettings withBodyTimeout(Duration value) {
        return new EdgeSettings(maxFields, headerTimeout, value, minBodyBytesPerSecond, writeTimeout, maxStreams);
    }

    /** These limits with another {@code server.min-body-rate}, in bytes a second. */
    public EdgeSettings withMinBodyRate(int value) {
        return new EdgeSettings(maxFields, headerTimeout, bodyTimeout, value, writeTimeout, maxStreams);
    }

    /** These limits with another {@code server.write-timeout}. */
    public EdgeSettings withWriteTimeout(Duration value) {
        return new EdgeSettings(maxFields, headerTimeout, bodyTimeout, minBodyBytesPerSecond, value, maxStreams);
    }

    /** These limits with another {@code server.max-streams}. */
    public EdgeSettings withMaxStreams(int value) {
        return new EdgeSettings(maxFields, headerTimeout, bodyTimeout, minBodyBytesPerSecond, writeTimeout, value);
    }

    /**
     * Whether a body takes too long: in all, or at its rate, which is looked at once it has had half the time that headers have.
     *
     * @param millis since the last header
     * @param bytes that have come
     */
    boolean tooSlow(long millis, long bytes) {
        return millis > bodyTimeout.toMillis()
                || (millis > headerTimeout.toMillis() / 2
                        && bytes < millis * minBodyBytesPerSecond / MILLIS_PER_SECOND);
    }

    private static void count(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be " + least + " to " + most + ", was " + value);
        }
    }

    private static void seconds(String key, Duration value, int least, int most) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0 || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException(
                    key + " must be " + least + "s to " + most + "s, was " + value.toMillis() + "ms");
        }
    }
}
