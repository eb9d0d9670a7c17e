package io.tuyere.sim;

import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The cloud's side of the signature, written apart from the gateway's. One object per project and event loop: it keeps a
 * keyed Mac and is not for several threads.
 *
 * <p>{@code sign = HEX(HMAC-SHA256(client_id + access_token + t + nonce + stringToSign))} with {@code stringToSign = METHOD
 * LF sha256(body) LF header-lines LF url}. Each signed header ends in a line feed of its own, so an empty line stands before
 * the url. Path and query are taken decoded, keys in ascending order, the first value of a repeated key. Source: Tuya
 * developer documentation, "Sign requests" (Kbw0q34cs2e5g, Ka43a5mtx1gsc) and its two published examples.
 */
final class SimSignature {
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final Mac mac;

    SimSignature(String accessSecret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(accessSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The upper-case signature of a message. */
    String of(String message) {
        return UPPER.formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    }

    static String stringToSign(
            String method, String bodySha256, String headerLines, String path, @Nullable String query) {
        return method + '\n' + bodySha256 + '\n' + headerLines + '\n' + url(path, query);
    }

    /** One line for each header that {@code Signature-Headers} names, in its order and spelling. */
    static String headerLines(@Nullable String signatureHeaders, MultiMap headers) {
        if (signatureHeaders == null || signatureHeaders.isEmpty()) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        for (String name : signatureHeaders.split(":", -1)) {
            String value = headers.get(name);
            lines.append(name).append(':').append(value == null ? "" : value).append('\n');
        }
        return lines.toString();
    }

    private static String url(String path, @Nullable String query) {
        String plainPath = decodedPath(path);
        if (query == null || query.isEmpty()) {
            return plainPath;
        }
        StringBuilder url = new StringBuilder(plainPath);
        char separator = '?';
        for (Map.Entry<String, String> pair : parameters(query).entrySet()) {
            url.append(separator).append(pair.getKey()).append('=').append(pair.getValue());
            separator = '&';
        }
        return url.toString();
    }

    /** Decoded parameters of a raw query; the first value of a repeated key, the empty text where there is none. */
    static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        int from = 0;
        while (query != null && from < query.length()) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', from);
            int keyEnd = equals < 0 || equals > to ? to : equals;
            if (keyEnd > from) {
                String value = keyEnd < to ? decoded(query.substring(keyEnd + 1, to)) : "";
                parameters.putIfAbsent(decoded(query.substring(from, keyEnd)), value);
            }
            from = to + 1;
        }
        return parameters;
    }

    /** A path without its percent escapes; a plus sign in a path is a plus sign. */
    static String decodedPath(String path) {
        return path.indexOf('%') < 0 ? path : decoded(path.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformedEscape) {
            return text;
        }
    }
}
