package io.tuyere.jwt;

import io.vertx.core.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where an issuer has its keys. Any thread. */
interface KeySource {
    /** Its keys as they are known; null before any could be had. */
    @Nullable
    KeySet keys();

    /** Why they may not be those that the issuer has now, empty where they are. */
    String trouble();

    /**
     * Looks whether there are such keys by now, unless that was done only just now.
     *
     * @return completes when it is known, however it ended, on the event loop of the caller; never fails
     */
    Future<Void> seek(Predicate<KeySet> wanted);

    /** Looks after the keys when it is time to; called about every second. */
    void tick();
}
