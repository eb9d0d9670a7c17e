package io.tuyere.support;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The user that {@code docs/redis.md} tells operators to make, made exactly so. */
public final class DocumentedAcl {
    /** The user's name. */
    public static final String USER = "tuyere";

    /** The user's password. */
    public static final String PASSWORD = "word-of-the-acl-user";

    private static final Path DOCUMENT = Path.of("docs", "redis.md");
    private static final String BEGINNING = "ACL SETUSER " + USER + " ";

    private DocumentedAcl() {}

    /** Makes the user. */
    public static void on(RedisProcess redis) {
        RedisProcess.accepted(
                redis.ask(line().replace(">PASSWORD", ">" + PASSWORD).split(" ", -1)));
    }

    /** These settings as that user. */
    public static RedisSettings as(RedisSettings settings) {
        return new RedisSettings(
                settings.urls(),
                settings.mode(),
                settings.master(),
                Optional.of(USER),
                Optional.of(Secret.of(PASSWORD)),
                settings.tls(),
                settings.commandTimeout());
    }

    private static String line() {
        try {
            return Files.readAllLines(DOCUMENT).stream()
                    .filter(line -> line.startsWith(BEGINNING))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
