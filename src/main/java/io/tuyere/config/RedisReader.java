package io.tuyere.config;

import io.tuyere.core.Secret;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code redis}. */
final class RedisReader {
    private static final Form<Mode> MODE = Form.choice(Mode.class);

    private RedisReader() {}

    /** Empty if there is no Redis or, with a problem, if it cannot be used. */
    static Optional<RedisSettings> read(Section section) {
        RedisSettings defaults = RedisSettings.defaults();
        List<RedisUrl> urls = section.scalars("url").stream()
                .flatMap(scalar -> url(scalar).stream())
                .toList();
        Mode mode = section.optional("mode", MODE).orElse(defaults.mode());
        Optional<String> master = section.optional("master", Form.TEXT);
        Optional<String> user = section.optional("user", Form.TEXT);
        Optional<Secret> password = section.scalar("password").flatMap(scalar -> scalar.secret(Form.SECRET));
        Optional<Boolean> tls = section.optional("tls", Form.BOOLEAN);
        Duration commandTimeout = section.fold(defaults)
                .take("command-timeout", Form.DURATION, RedisSettings::withCommandTimeout)
                .done()
                .commandTimeout();
        if (!section.written() && !section.has("url")) {
            return Optional.empty();
        }
        section.require("url");
        if (urls.isEmpty()) {
            return Optional.empty();
        }
        return section.build(() -> new RedisSettings(
                bare(urls, tls.orElse(false)),
                mode,
                master,
                once(section, "user", user, urls, RedisUrl::user),
                once(section, "password", password, urls, RedisUrl::password),
                tls.orElse(urls.stream().anyMatch(RedisUrl::tls)),
                commandTimeout));
    }

    private static Optional<RedisUrl> url(Scalar scalar) {
        Optional<RedisUrl> url = scalar.as(RedisUrl.FORM);
        if (url.flatMap(RedisUrl::password).isPresent()) {
            scalar.warnIfOpen();
        }
        return url;
    }

    private static List<String> bare(List<RedisUrl> urls, boolean encrypt) {
        return urls.stream()
                .map(url -> encrypt ? url.encrypted().bare() : url.bare())
                .toList();
    }

    /** What the key says or, without it, the first URL that says it. */
    private static <T> Optional<T> once(
            Section section, String key, Optional<T> given, List<RedisUrl> urls, Function<RedisUrl, Optional<T>> part) {
        Optional<T> inUrl =
                urls.stream().flatMap(url -> part.apply(url).stream()).findFirst();
        if (given.isPresent() && inUrl.isPresent()) {
            section.problem(key, "is in redis.url as well; keep one");
        }
        return given.or(() -> inUrl);
    }
}
