package io.tuyere.config;

import io.tuyere.core.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * How a value is written.
 *
 * @param expected names the form in messages
 * @param kinds what YAML may take the written value for
 * @param parse fails with {@link IllegalArgumentException}, whose message is shown
 */
record Form<T>(String expected, Set<Kind> kinds, Function<String, T> parse) {
    static final Form<String> TEXT = new Form<>("text", Set.of(Kind.TEXT), Form::notBlank);
    /** Goes into a header, so that a space or a control character could never arrive. */
    static final Form<String> TOKEN = new Form<>("text", Set.of(Kind.TEXT), Form::token);

    static final Form<Secret> SECRET = new Form<>("text", Set.of(Kind.TEXT), text -> Secret.of(notBlank(text)));
    static final Form<Secret> SECRET_TOKEN = new Form<>("text", Set.of(Kind.TEXT), text -> Secret.of(token(text)));
    /** Key material of any length in base64; how long it must be is for the settings to say. */
    static final Form<Secret> BASE64 = new Form<>("text", Set.of(Kind.TEXT), Form::base64);

    /** To listen on; it goes into a URL as well, where nobody has written another one. */
    static final Form<String> HOST = new Form<>("text", Set.of(Kind.TEXT), Form::host);

    static final Form<URI> URL = new Form<>("a URL", Set.of(Kind.TEXT), Form::url);
    /** Where a browser is sent, so that nobody on the way may change it: TLS, except on this machine. */
    static final Form<String> LINK = new Form<>("a URL", Set.of(Kind.TEXT), Form::link);

    static final Form<String> SHA256 = new Form<>("64 hexadecimal digits", Set.of(Kind.TEXT), Form::sha256);
    /** As {@code openssl x509 -fingerprint -sha256} prints it, or without the colons. */
    static final Form<String> FINGERPRINT = new Form<>("64 hexadecimal digits", Set.of(Kind.TEXT), Form::fingerprint);
    /** In the canonical form of the JDK, so that blanks and capitals do not matter. */
    static final Form<String> SUBJECT = new Form<>("text", Set.of(Kind.TEXT), Form::subject);

    /** A set of public keys (RFC 7517), or where it is published. */
    static final Form<String> JWKS = new Form<>("a URL or a JSON key set", Set.of(Kind.TEXT), Form::jwks);

    static final Form<Integer> INTEGER = new Form<>("a whole number", Set.of(Kind.NUMBER), Form::integer);
    static final Form<Long> LONG = new Form<>("a whole number", Set.of(Kind.NUMBER), Form::whole);
    static final Form<Double> DECIMAL = new Form<>("a number", Set.of(Kind.NUMBER), Form::decimal);
    static final Form<Boolean> BOOLEAN = new Form<>("true or false", Set.of(Kind.BOOLEAN), Form::truth);
    static final Form<Duration> DURATION =
            new Form<>("a duration such as 500ms, 2s or 1m", Set.of(Kind.TEXT, Kind.NUMBER), Quantity::duration);
    static final Form<Integer> SIZE =
            new Form<>("a size such as 64KiB or 2MiB", Set.of(Kind.TEXT, Kind.NUMBER), Quantity::size);

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMALS = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{0,15})?([eE][-+]?[0-9]{1,2})?");
    private static final Pattern HEX_64 = Pattern.compile("[0-9A-Fa-f]{64}");

    /** One of an enum's constants, in lower case with dashes. */
    static <E extends Enum<E>> Form<E> choice(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        List<String> words = constants.stream().map(Form::word).toList();
        String expected = "one of " + String.join(", ", words);
        return new Form<>(expected, Set.of(Kind.TEXT), text -> constants.get(position(text, words, expected)));
    }

    /** A value in a message, cut where it is long. */
    static String quoted(String text) {
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int position(String text, List<String> words, String expected) {
        int position = words.indexOf(text);
        if (position < 0) {
            throw new IllegalArgumentException("expected " + expected + ", found " + quoted(text)
                    + Spelling.nearest(text, words)
                            .map(word -> "; did you mean \"" + word + "\"?")
                            .orElse(""));
        }
        return position;
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }

    private static Secret base64(String text) {
        String digits = notBlank(text).strip();
        try {
            return Secret.of(Base64.getDecoder().decode(digits));
        } catch (IllegalArgumentException e) {
            // Answered below, without the character that the exception quotes.
        }
        throw new IllegalArgumentException("must be base64; make a key with: openssl rand -base64 32");
    }

    private static String token(String text) {
        if (text.isEmpty() || text.length() > 256 || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "must be 1 to 256 printable ASCII characters without spaces, because it travels in a header");
        }
        return text;
    }

    private static String host(String text) {
        try {
            if (new URI("http", null, text, 1, null, null, null).getHost() != null && !text.startsWith("[")) {
                return text;
            }
        } catch (URISyntaxException e) {
            // Answered below, in the words of the file.
        }
        throw new IllegalArgumentException("must be a host name or an IP address, without port, found " + quoted(text));
    }

    /** The message leaves the value out: it may hold a password. */
    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (web && bare && url.getHost() != null && Set.of("", "/").contains(url.getRawPath())) {
                return URI.create(url.getScheme() + "://" + url.getRawAuthority());
            }
        } catch (URISyntaxException e) {
            // Answered below, without the text that the exception quotes.
        }
        throw new IllegalArgumentException(
                "must be http://host:port or https://host:port, without path, query or user");
    }

    private static String link(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost();
            boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null && host != null;
            boolean safe = "https".equals(url.getScheme())
                    || ("http".equals(url.getScheme()) && host != null && THIS_MACHINE.contains(host));
            if (plain && safe) {
                return text;
            }
        } catch (URISyntaxException e) {
            // Answered below, without the text that the exception quotes.
        }
        throw new IllegalArgumentException(
                "must be https://host/path, without user and fragment; http only for localhost");
    }

    private static String jwks(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return link(text);
        }
        try {
            JsonArray keys = new JsonObject(text).getJsonArray("keys", new JsonArray());
            for (int i = 0; i < keys.size(); i++) {
                if (keys.getJsonObject(i).containsKey("d")
                        || keys.getJsonObject(i).containsKey("k")) {
                    throw new IllegalArgumentException("holds a private or symmetric key; give the public ones only");
                }
            }
            if (!keys.isEmpty()) {
                return text.strip();
            }
        } catch (DecodeException | ClassCastException e) {
            // Answered below, without the text that the exception quotes.
        }
        throw new IllegalArgumentException("must be a JSON object with a list of keys (RFC 7517), or a URL");
    }

    private static String sha256(String text) {
        if (!HEX_64.matcher(text).matches()) {
            throw new IllegalArgumentException("must be 64 hexadecimal digits, was " + text.length()
                    + " characters; make it with: printf %s KEY | sha256sum");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String fingerprint(String text) {
        String digits = text.replace(":", "");
        if (!HEX_64.matcher(digits).matches()) {
            throw new IllegalArgumentException("must be 64 hexadecimal digits, was " + digits.length()
                    + " characters; make it with: openssl x509 -noout -fingerprint -sha256 -in FILE");
        }
        return digits.toLowerCase(Locale.ROOT);
    }

    private static String subject(String text) {
        try {
            return new X500Principal(notBlank(text)).getName(X500Principal.CANONICAL);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("must be the subject of a certificate, such as CN=meter-7,O=Acme");
        }
    }

    private static long whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a whole number, found " + quoted(text));
        }
        return Long.parseLong(text);
    }

    private static int integer(String text) {
        long number = whole(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("expected a whole number below 2147483648, found " + quoted(text));
        }
        return (int) number;
    }

    private static double decimal(String text) {
        if (!DECIMALS.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a number, found " + quoted(text));
        }
        return Double.parseDouble(text);
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("expected true or false, found " + quoted(text));
        }
        return text.equals("true");
    }
}
