package io.tuyere.limit;

import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Group {@code limits} of the configuration.
 *
 * @param dryRun whether calls over a limit are only counted, not refused and not kept waiting
 * @param precision how far in time the instances of a fleet may run apart: they hold at most what a limit gives in this long
 * @param redisWait a call that needs Redis's answer is decided by this instance alone after so long
 * @param paceQueue calls of this process that may wait for their turn at the cloud; the next one is refused
 * @param pace method and path template to calls a second, over the published figures; 0 for as many as come
 */
public record LimitSettings(
        boolean dryRun, Duration precision, Duration redisWait, int paceQueue, Map<String, Double> pace) {
    private static final int MOST_WAITING = 1_000_000;
    private static final double FASTEST = 1e6;
    private static final double SLOWEST = 0.001;

    public LimitSettings {
        pace = Collections.unmodifiableMap(new LinkedHashMap<>(pace));
        within("limits.precision", precision, Duration.ZERO, Duration.ofSeconds(10));
        within("limits.redis-wait", redisWait, Duration.ofMillis(1), Duration.ofSeconds(1));
        if (paceQueue < 0 || paceQueue > MOST_WAITING) {
            throw new IllegalArgumentException("limits.pace-queue must be 0 to 1000000, was " + paceQueue);
        }
        pace.forEach(LimitSettings::check);
    }

    /** What is used where the configuration says nothing. */
    public static LimitSettings defaults() {
        return new LimitSettings(false, Duration.ofMillis(100), Duration.ofMillis(5), 10_000, Map.of());
    }

    /** These settings with another {@code limits.dry-run}. */
    public LimitSettings withDryRun(boolean value) {
        return new LimitSettings(value, precision, redisWait, paceQueue, pace);
    }

    /** These settings with another {@code limits.precision}. */
    public LimitSettings withPrecision(Duration value) {
        return new LimitSettings(dryRun, value, redisWait, paceQueue, pace);
    }

    /** These settings with another {@code limits.redis-wait}. */
    public LimitSettings withRedisWait(Duration value) {
        return new LimitSettings(dryRun, precision, value, paceQueue, pace);
    }

    /** These settings with another {@code limits.pace-queue}. */
    public LimitSettings withPaceQueue(int value) {
        return new LimitSettings(dryRun, precision, redisWait, value, pace);
    }

    /** These settings with one more figure of {@code limits.pace}. */
    public LimitSettings withPace(String call, double perSecond) {
        Map<String, Double> more = new LinkedHashMap<>(pace);
        more.put(call, perSecond);
        return new LimitSettings(dryRun, precision, redisWait, paceQueue, more);
    }

    private static void check(String call, double perSecond) {
        int space = call.indexOf(' ');
        String method = call.substring(0, Math.max(0, space));
        String template = call.substring(space + 1);
        if (!Pace.METHODS.contains(method)) {
            throw new IllegalArgumentException(
                    "a pace is for a method and a path, such as \"GET /v1.0/devices/{device_id}\"");
        }
        if (PathTemplates.builtIn().all().stream().map(PathTemplate::text).noneMatch(template::equals)) {
            throw new IllegalArgumentException("no calls are folded into the path " + template + "; tuyere knows "
                    + "such paths with {device_id}, {space_id} and the like in place of ids");
        }
        if (!(perSecond == 0 || (perSecond >= SLOWEST && perSecond <= FASTEST))) {
            throw new IllegalArgumentException(
                    "a pace is 0, for none, or 0.001 to 1000000 calls a second, was " + perSecond);
        }
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms, was " + value.toMillis() + "ms");
        }
    }
}
