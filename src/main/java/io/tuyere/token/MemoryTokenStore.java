package io.tuyere.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in this process: the store of a single instance. Callers are already one at a time per key, because
 * {@link Tokens} shares a flight, so no further exclusion is needed.
 */
public final class MemoryTokenStore implements TokenStore {
    private static final long MAX_TOKENS = 100_000;
    private static final Duration UNUSED = Duration.ofDays(30);

    private final Cache<TokenKey, UpstreamToken> tokens = Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .expireAfterAccess(UNUSED)
            .build();

    @Override
    public Future<@Nullable UpstreamToken> load(TokenKey key) {
        return Future.succeededFuture(tokens.getIfPresent(key));
    }

    @Override
    public Future<UpstreamToken> exclusively(
            TokenKey key, Function<@Nullable UpstreamToken, Future<UpstreamToken>> renewal) {
        UpstreamToken before = tokens.getIfPresent(key);
        return renewal.apply(before).map(renewed -> keep(key, before, renewed));
    }

    /** Whoever signed in while the renewal was under way has the newer token. */
    private UpstreamToken keep(TokenKey key, @Nullable UpstreamToken before, UpstreamToken renewed) {
        return tokens.asMap().merge(key, renewed, (now, brought) -> now.equals(before) ? brought : now);
    }

    @Override
    public Future<Void> save(TokenKey key, UpstreamToken token) {
        tokens.put(key, token);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(TokenKey key, UpstreamToken token) {
        tokens.asMap().remove(key, token);
        return Future.succeededFuture();
    }
}
