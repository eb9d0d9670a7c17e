package io.tuyere.core;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about a region: another address for a known one, or a private one.
 *
 * @param id the region's id, or an alias of it; any other name adds a region
 * @param baseUrl scheme, host and optional port of its OpenAPI
 * @param displayName for people; the known one, or the id, where left out
 * @param messageQueue URL of its message queue; the known one, or {@code unknown}, where left out
 */
public record RegionOverride(
        String id,
        URI baseUrl,
        @Nullable String displayName,
        @Nullable String messageQueue) {
    private static final int MAX_ID_LENGTH = 32;

    public RegionOverride {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH || !id.chars().allMatch(RegionOverride::allowed)) {
            throw new IllegalArgumentException("a region id is 1 to " + MAX_ID_LENGTH
                    + " lower-case letters, digits, dashes or underscores, was: " + id);
        }
    }

    /** Another address, all else as it is known. */
    public static RegionOverride of(String id, URI baseUrl) {
        return new RegionOverride(id, baseUrl, null, null);
    }

    /** An id becomes a header value, a path prefix and a metric label. */
    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
