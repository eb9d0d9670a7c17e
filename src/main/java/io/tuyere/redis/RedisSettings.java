package io.tuyere.redis;

import io.tuyere.core.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the shared state lives: group {@code redis} of the configuration.
 *
 * @param urls {@code redis://} or {@code rediss://} with host, optional port and database; one for {@link
 *     Mode#STANDALONE}, seeds otherwise; never with a password, which would be printed
 * @param master name of the master that sentinels watch
 * @param tls whether every connection is encrypted; agrees with the scheme of the URLs
 * @param commandTimeout a command without an answer for this long counts as Redis lost
 * @param tenants whether the tenants live there too: {@code tenants.store} of the configuration
 */
public record RedisSettings(
        List<String> urls,
        Mode mode,
        Optional<String> master,
        Optional<String> user,
        Optional<Secret> password,
        boolean tls,
        Duration commandTimeout,
        boolean tenants) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Without tenants. */
    public RedisSettings(
            List<String> urls,
            Mode mode,
            Optional<String> master,
            Optional<String> user,
            Optional<Secret> password,
            boolean tls,
            Duration commandTimeout) {
        this(urls, mode, master, user, password, tls, commandTimeout, false);
    }

    /** How the servers at the URLs work together. */
    public enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    public RedisSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("redis.url must name a server");
        }
        if (mode == Mode.STANDALONE && urls.size() > 1) {
            throw new IllegalArgumentException(
                    "redis.url must be one server in mode standalone, were " + urls.size() + "; set redis.mode");
        }
        urls.forEach(url -> check(URI.create(url), tls));
        if ((mode == Mode.SENTINEL) != master.isPresent()) {
            throw new IllegalArgumentException("redis.master must be given in mode sentinel, and only there");
        }
        if (user.isPresent() && password.isEmpty()) {
            throw new IllegalArgumentException("redis.user must come with redis.password");
        }
        if (commandTimeout.toMillis() < 1 || commandTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "redis.command-timeout must be 1ms to 10s, was " + commandTimeout.toMillis() + "ms");
        }
    }

    /** One server on this machine. */
    public static RedisSettings defaults() {
        return new RedisSettings(
                List.of("redis://127.0.0.1:6379"),
                Mode.STANDALONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofMillis(50));
    }

    /** These settings with another {@code redis.command-timeout}. */
    public RedisSettings withCommandTimeout(Duration value) {
        return new RedisSettings(urls, mode, master, user, password, tls, value, tenants);
    }

    /** These settings with another {@code tenants.store}. */
    public RedisSettings withTenants(boolean value) {
        return new RedisSettings(urls, mode, master, user, password, tls, commandTimeout, value);
    }

    private static void check(URI url, boolean tls) {
        if (!(tls ? "rediss" : "redis").equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "redis.url must be redis://host:port, or rediss://host:port where redis.tls is true");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("redis.url must not hold a password here; it belongs to redis.password");
        }
    }
}
