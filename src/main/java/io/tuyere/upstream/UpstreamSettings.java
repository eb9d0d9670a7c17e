package io.tuyere.upstream;

import io.tuyere.core.RegionalWriteTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The connections to the data centres: groups {@code timeouts} and {@code upstream} of the configuration.
 *
 * @param connectTimeout for TCP and TLS together
 * @param callTimeout one deadline for queueing, token, attempts and body; a request may only shorten it
 * @param poolSize connections per region and event loop
 * @param waitQueue calls that may wait for a connection, per region and event loop; the next one is refused
 * @param idleTimeout an unused connection is closed after this long, before the far side does it
 * @param maxLifetime a connection is not used for longer, so that a change of DNS is noticed
 * @param maxInFlight calls under way to a region from the whole process; the next one is refused
 * @param maxInFlightPerTenant the same of one tenant, so that it leaves room for the others
 * @param shedLag reads are refused while an event loop is later than this; never if zero
 * @param adaptive whether the calls on the wire to a region are kept within what it is seen to take
 * @param reads which reads are shared, kept and sent twice
 * @param trust authorities of data centres besides those that the system trusts, as PEM
 * @param regionalWrites writes that may go to several regions by one call, besides those of {@link RegionalWriteTable}: a method
 *     and a path, {@code POST /v1.0/apps/{schema}/notices}
 */
public record UpstreamSettings(
        Duration connectTimeout,
        Duration callTimeout,
        int poolSize,
        int waitQueue,
        Duration idleTimeout,
        Duration maxLifetime,
        int maxInFlight,
        int maxInFlightPerTenant,
        Duration shedLag,
        boolean adaptive,
        ReadSettings reads,
        Optional<Path> trust,
        Set<String> regionalWrites) {
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
        atLeastOne("upstream.max-in-flight", maxInFlight);
        atLeastOne("upstream.max-in-flight-per-tenant", maxInFlightPerTenant);
        within("upstream.shed-lag", shedLag, Duration.ZERO, Duration.ofMinutes(1));
        regionalWrites = Collections.unmodifiableSet(new LinkedHashSet<>(regionalWrites));
    }

    /** What is used where the configuration says nothing. */
    public static UpstreamSettings defaults() {
        return new UpstreamSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                128,
                1024,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                4096,
                2048,
                Duration.ofSeconds(1),
                false,
                ReadSettings.defaults(),
                Optional.empty(),
                Set.of());
    }

    /** These settings with another {@code timeouts.connect}. */
    public UpstreamSettings withConnectTimeout(Duration value) {
        return new UpstreamSettings(
                value,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code timeouts.call}. */
    public UpstreamSettings withCallTimeout(Duration value) {
        return new UpstreamSettings(
                connectTimeout,
                value,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.pool-size}. */
    public UpstreamSettings withPoolSize(int value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                value,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.wait-queue}. */
    public UpstreamSettings withWaitQueue(int value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                value,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.idle-timeout}. */
    public UpstreamSettings withIdleTimeout(Duration value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                value,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.max-lifetime}. */
    public UpstreamSettings withMaxLifetime(Duration value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                value,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.max-in-flight}. */
    public UpstreamSettings withMaxInFlight(int value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                value,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.max-in-flight-per-tenant}. */
    public UpstreamSettings withMaxInFlightPerTenant(int value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                value,
                shedLag,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.shed-lag}. */
    public UpstreamSettings withShedLag(Duration value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                value,
                adaptive,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another {@code upstream.adaptive}. */
    public UpstreamSettings withAdaptive(boolean value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                value,
                reads,
                trust,
                regionalWrites);
    }

    /** These settings with another answer to which reads are shared, kept and sent twice. */
    public UpstreamSettings withReads(ReadSettings value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                value,
                trust,
                regionalWrites);
    }

    /** These settings with this {@code upstream.trust}. */
    public UpstreamSettings withTrust(Path value) {
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                Optional.of(value),
                regionalWrites);
    }

    /** These settings with one more call in {@code upstream.regional-writes}. */
    public UpstreamSettings withRegionalWrite(String call) {
        RegionalWriteTable.check(call);
        Set<String> more = new LinkedHashSet<>(regionalWrites);
        more.add(call);
        return new UpstreamSettings(
                connectTimeout,
                callTimeout,
                poolSize,
                waitQueue,
                idleTimeout,
                maxLifetime,
                maxInFlight,
                maxInFlightPerTenant,
                shedLag,
                adaptive,
                reads,
                trust,
                more);
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1 || value > 1_000_000) {
            throw new IllegalArgumentException(key + " must be 1 to 1000000, was " + value);
        }
    }

    static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms, was " + value.toMillis() + "ms");
        }
    }
}
