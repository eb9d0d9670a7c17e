package io.tuyere.gateway;

import io.tuyere.core.Project;
import io.tuyere.core.Region;

/**
 * Where a call goes.
 *
 * @param project signs it there
 * @param reason why it goes there, for {@code X-Tuyere-Route}
 * @param named whether the client named the region itself
 */
public record Route(Region region, Project project, String reason, boolean named) {
    /** The tenant's default. */
    static final String DEFAULT = "default";

    /** What the call is about was found there before. */
    static final String LEARNED = "learned";

    /** What the call is about was found there just now, after another region did not know it. */
    static final String DISCOVERED = "discovered";

    /** Whether nothing the client said speaks for it. */
    boolean guessed() {
        return reason.equals(DEFAULT) || reason.equals(LEARNED);
    }
    /** Whether nothing at all is known about the call. */
    boolean byDefault() {
        return reason.equals(DEFAULT);
    }
}
