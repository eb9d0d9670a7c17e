package io.tuyere.gateway;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Remembers what became of writes to several regions, so that the same write with the same key is sent again only to regions that
 * certainly did not act. That a region is about to be sent to is noted before anything is sent: whoever comes after an instance
 * that died finds what it may have done.
 */
public interface Outcomes {
    /** How long a write is remembered after its last word. */
    Duration REMEMBERED = Duration.ofHours(24);

    /**
     * A write by its key.
     *
     * @param name tenant and digest of the client's key: visible in Redis, holds no secret
     * @param owner this attempt
     */
    record Write(String name, String owner) {}

    /**
     * Begins a write or goes on with it: those of these regions that are not known to have acted, or may have, are the caller's
     * to send to.
     *
     * @param fingerprint of the call's content
     * @param leaseMillis how long the caller may take to send
     * @return what is known of the other regions; fails with {@code KEY_REUSED}, {@code KEY_IN_USE} or {@code
     *     OUTCOMES_UNAVAILABLE}
     */
    Future<Map<String, Outcome>> begin(Write write, String fingerprint, List<String> regions, long leaseMillis);

    /** Notes what became of it in a region; fails when that cannot be noted, and the region then counts as unknown. */
    Future<Void> ended(Write write, String region, Outcome outcome);

    /** Lets the next one with the same key come; never fails, since it may after the lease anyway. */
    Future<Void> close(Write write);
}
