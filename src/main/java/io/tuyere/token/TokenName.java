package io.tuyere.token;

import io.tuyere.redis.RedisKeys;
import java.util.Optional;

/**
 * The Redis keys of one token. They share the hash tag in braces, and so a cluster keeps them on one node, where a script
 * reaches them together.
 *
 * @param base what the keys begin with; names the token in announcements
 */
record TokenName(String base) {
    private static final String PROJECT = "project";
    private static final String USER = "user";
    private static final String OPENING = RedisKeys.PREFIX + "{";

    static TokenName of(TokenKey key) {
        return key instanceof TokenKey.OfUser user
                ? joined(USER, user.tenant(), user.region(), user.uid())
                : joined(PROJECT, ((TokenKey.OfProject) key).accessId(), key.region());
    }

    private static TokenName joined(String kind, String... ids) {
        StringBuilder base = new StringBuilder(OPENING).append(kind);
        for (String id : ids) {
            base.append(':').append(RedisKeys.escaped(id));
        }
        return new TokenName(base.append('}').toString());
    }

    /** Whose token it is; empty for a name that is none of ours. */
    Optional<TokenKey> key() {
        if (!base.startsWith(OPENING) || !base.endsWith("}")) {
            return Optional.empty();
        }
        String[] parts = base.substring(OPENING.length(), base.length() - 1).split(":", -1);
        for (int i = 1; i < parts.length; i++) {
            parts[i] = RedisKeys.unescaped(parts[i]);
        }
        if (parts.length == 3 && parts[0].equals(PROJECT)) {
            return Optional.of(new TokenKey.OfProject(parts[1], parts[2]));
        }
        return parts.length == 4 && parts[0].equals(USER)
                ? Optional.of(new TokenKey.OfUser(parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    /** Holds the sealed token. */
    String token() {
        return base + ":token";
    }

    /** Held by whoever renews the token. */
    String lock() {
        return base + ":lock";
    }

    /** Counts the holders of the lock. */
    String fence() {
        return base + ":fence";
    }
}
