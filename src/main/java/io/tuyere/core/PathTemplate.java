package io.tuyere.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paths that are the same call on different things: {@code /v1.0/devices/{device_id}/status}.
 *
 * @param text segments, literal or in braces; a final {@code *} stands for any rest
 * @param family calls that Tuya sells, limits and refuses together
 */
public record PathTemplate(String text, String family) {
    private static final Map<String, ResourceId.Kind> KINDS = Map.of(
            "{device_id}", ResourceId.Kind.DEVICE,
            "{uid}", ResourceId.Kind.USER,
            "{home_id}", ResourceId.Kind.HOME,
            "{space_id}", ResourceId.Kind.SPACE,
            "{asset_id}", ResourceId.Kind.ASSET);

    /** The segments after the leading slash. */
    List<String> segments() {
        return List.of(text.substring(1).split("/", -1));
    }

    /** What the first parameter that lives in one region names. */
    ResourceId.@Nullable Kind resource() {
        for (String segment : segments()) {
            if (kind(segment) != null) {
                return kind(segment);
            }
        }
        return null;
    }

    /** What a segment names, if it is a parameter that lives in one region. */
    static ResourceId.@Nullable Kind kind(String segment) {
        return KINDS.get(segment);
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
