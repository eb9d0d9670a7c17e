package io.tuyere.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Users' tokens as this instance last saw them, for as long as Redis cannot be asked, and those that Redis has yet to be told.
 * A project's are not kept: the cloud gives them again. Any thread.
 */
final class LocalSessions {
    private static final int MAX_COPIES = 100_000;
    private static final int MAX_UNTOLD = 10_000;
    private static final Duration UNUSED = Duration.ofDays(30);

    private final Cache<TokenKey, UpstreamToken> copies = Caffeine.newBuilder()
            .maximumSize(MAX_COPIES)
            .expireAfterAccess(UNUSED)
            .build();
    private final Map<TokenKey, UpstreamToken> untold = new ConcurrentHashMap<>();

    /** The newest that this instance knows of, null for none. */
    @Nullable
    UpstreamToken of(TokenKey key) {
        UpstreamToken mine = untold.get(key);
        return mine == null ? copies.getIfPresent(key) : mine;
    }

    /** What Redis does not know yet, null when it knows all. */
    @Nullable
    UpstreamToken untold(TokenKey key) {
        return untold.get(key);
    }

    /** All that Redis does not know yet. */
    Map<TokenKey, UpstreamToken> untold() {
        return Map.copyOf(untold);
    }

    /** Redis has this one. */
    void stored(TokenKey key, UpstreamToken token) {
        if (key instanceof TokenKey.OfUser) {
            copies.put(key, token);
        }
    }

    /** Redis was told of this one, or has a newer one. */
    void told(TokenKey key, UpstreamToken token) {
        if (untold.remove(key, token)) {
            copies.put(key, token);
        }
    }

    /** Redis could not be told of this one. */
    void keep(TokenKey key, UpstreamToken token) {
        if (key instanceof TokenKey.OfUser) {
            copies.put(key, token);
            if (untold.size() < MAX_UNTOLD || untold.containsKey(key)) {
                untold.put(key, token);
            }
        }
    }

    /** Somebody else changed or ended it. */
    void forget(TokenKey key) {
        copies.invalidate(key);
    }
}
