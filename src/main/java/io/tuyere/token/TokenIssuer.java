package io.tuyere.token;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Asks the cloud for a token. */
@FunctionalInterface
public interface TokenIssuer {
    /**
     * One call to the cloud for a fresh token.
     *
     * @param current the token held so far, if any; a user's is renewed with its refresh token
     * @return the token, on the caller's event loop; fails with {@code PROJECT_REFUSED}, {@code TOKEN_INVALID} or a failure of
     *     the region
     */
    Future<UpstreamToken> issue(@Nullable UpstreamToken current);
}
