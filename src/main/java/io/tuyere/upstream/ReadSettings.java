package io.tuyere.upstream;

import io.tuyere.core.PathTemplate;
import io.tuyere.core.PathTemplates;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which reads may do without a call of their own, or with a second one: keys of group {@code upstream} of the configuration.
 * Calls are written as a method and a path template, {@code GET /v1.0/devices/{device_id}/status}; the method is always GET.
 *
 * @param coalesce calls whose like share one call to the cloud while it is under way
 * @param cache calls whose successful answers are kept for so long, and shared on the way as well
 * @param cacheBytes memory that kept answers may take in this process
 * @param hedgeAfter a read without an answer for so long is sent a second time; never if zero
 */
public record ReadSettings(Set<String> coalesce, Map<String, Duration> cache, int cacheBytes, Duration hedgeAfter) {
    private static final String METHOD = "GET ";
    private static final int MIB = 1024 * 1024;

    public ReadSettings {
        coalesce = Collections.unmodifiableSet(new LinkedHashSet<>(coalesce));
        cache = Collections.unmodifiableMap(new LinkedHashMap<>(cache));
        coalesce.forEach(ReadSettings::check);
        cache.forEach((call, kept) -> {
            check(call);
            UpstreamSettings.within("upstream.cache", kept, Duration.ofMillis(100), Duration.ofHours(24));
        });
        if (cacheBytes < MIB || cacheBytes > 1024 * MIB) {
            throw new IllegalArgumentException("upstream.cache-size must be 1MiB to 1GiB, was " + cacheBytes + "B");
        }
        UpstreamSettings.within("upstream.hedge-after", hedgeAfter, Duration.ZERO, Duration.ofMinutes(1));
    }

    /** Every read is a call of its own. */
    public static ReadSettings defaults() {
        return new ReadSettings(Set.of(), Map.of(), 16 * MIB, Duration.ZERO);
    }

    /** These settings with one more call in {@code upstream.coalesce}. */
    public ReadSettings withCoalesced(String call) {
        Set<String> more = new LinkedHashSet<>(coalesce);
        more.add(call);
        return new ReadSettings(more, cache, cacheBytes, hedgeAfter);
    }

    /** These settings with one more call in {@code upstream.cache}. */
    public ReadSettings withCached(String call, Duration kept) {
        Map<String, Duration> more = new LinkedHashMap<>(cache);
        more.put(call, kept);
        return new ReadSettings(coalesce, more, cacheBytes, hedgeAfter);
    }

    /** These settings with another {@code upstream.cache-size}, in bytes. */
    public ReadSettings withCacheBytes(int value) {
        return new ReadSettings(coalesce, cache, value, hedgeAfter);
    }

    /** These settings with another {@code upstream.hedge-after}. */
    public ReadSettings withHedgeAfter(Duration value) {
        return new ReadSettings(coalesce, cache, cacheBytes, value);
    }

    /** Path templates of calls that are shared on their way; what is kept is among them, so that its end causes no rush. */
    Set<String> sharedTemplates() {
        Set<String> templates = new LinkedHashSet<>();
        coalesce.forEach(call -> templates.add(template(call)));
        cache.keySet().forEach(call -> templates.add(template(call)));
        return templates;
    }

    /** Path templates of calls whose answers are kept, and for how many milliseconds. */
    Map<String, Long> keptMillis() {
        Map<String, Long> kept = new LinkedHashMap<>();
        cache.forEach((call, time) -> kept.put(template(call), time.toMillis()));
        return kept;
    }

    private static String template(String call) {
        return call.substring(METHOD.length());
    }

    private static void check(String call) {
        if (!call.startsWith(METHOD)) {
            throw new IllegalArgumentException(
                    "only reads are shared and kept, such as \"GET /v1.0/devices/{device_id}/status\", not " + call);
        }
        if (PathTemplates.builtIn().all().stream().map(PathTemplate::text).noneMatch(template(call)::equals)) {
            throw new IllegalArgumentException("no calls are folded into the path " + template(call)
                    + "; tuyere knows such paths with {device_id}, {space_id} and the like in place of ids");
        }
    }
}
