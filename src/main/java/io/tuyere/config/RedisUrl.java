package io.tuyere.config;

import io.tuyere.core.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Redis URL taken apart, so that what is printed holds no password.
 *
 * @param address host, optional port and database
 */
record RedisUrl(String scheme, String address, Optional<String> user, Optional<Secret> password) {
    static final Form<RedisUrl> FORM = new Form<>("redis://host:port", Form.TEXT.kinds(), RedisUrl::parse);

    private static final Pattern PATH = Pattern.compile("(/[0-9]{0,3})?");

    boolean tls() {
        return scheme.equals("rediss");
    }

    /** The URL without user and password. */
    String bare() {
        return scheme + "://" + address;
    }

    /** The same server over TLS. */
    RedisUrl encrypted() {
        return new RedisUrl("rediss", address, user, password);
    }

    private static RedisUrl parse(String text) {
        try {
            URI url = new URI(text);
            boolean redis = url.getScheme() != null && Set.of("redis", "rediss").contains(url.getScheme());
            boolean bare = url.getRawQuery() == null && url.getRawFragment() == null;
            if (redis
                    && bare
                    && url.getHost() != null
                    && PATH.matcher(url.getRawPath()).matches()) {
                return of(url);
            }
        } catch (URISyntaxException e) {
            // Answered below, without the text that the exception quotes.
        }
        throw new IllegalArgumentException("must be redis://host:port or rediss://host:port, optionally with"
                + " user:password@ before the host and /database after the port");
    }

    private static RedisUrl of(URI url) {
        String info = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
        int colon = info.indexOf(':');
        String user = decoded(colon < 0 ? info : info.substring(0, colon));
        String password = decoded(colon < 0 ? "" : info.substring(colon + 1));
        String address = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + url.getRawPath();
        return new RedisUrl(
                url.getScheme(),
                address,
                Optional.of(user).filter(name -> !name.isEmpty()),
                Optional.of(password).filter(word -> !word.isEmpty()).map(Secret::of));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
