package io.tuyere.token;

import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the tokens of the whole fleet are kept. Any thread; futures complete on the caller's event loop. */
public interface TokenStore {
    /** The stored token, null when there is none; fails only when {@link #exclusively} would fail too. */
    Future<@Nullable UpstreamToken> load(TokenKey key);

    /**
     * Runs a renewal while nobody else in the fleet does, and stores what it answers before anybody gets it.
     *
     * @param renewal gets the token stored at that moment, and may answer it unchanged when somebody else was faster
     */
    Future<UpstreamToken> exclusively(TokenKey key, Function<@Nullable UpstreamToken, Future<UpstreamToken>> renewal);

    /** Stores a token that came another way, such as by a sign-in. */
    Future<Void> save(TokenKey key, UpstreamToken token);

    /** Forgets a token if it is still the stored one. */
    Future<Void> remove(TokenKey key, UpstreamToken token);

    /** Whether a token that still serves may be renewed now. A store that cannot ask the others may say no. */
    default boolean mayRenewAhead(TokenKey key) {
        return true;
    }

    /** Calls this with the keys whose tokens somebody else in the fleet stored or removed; not every change is seen. */
    default void whenChanged(Consumer<TokenKey> listener) {}
}
