package io.tuyere.gateway;

import io.tuyere.core.DevicePaths;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.tuyere.upstream.Call;
import io.tuyere.upstream.WireHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the call for the cloud out of what the client sent: only what the cloud is meant to see goes on. */
final class Outbound {
    /** Headers that go on when a client sends them, signed or not. */
    private static final List<CharSequence> PASSED = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_LANGUAGE,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.createOptimized("lang"),
            HttpHeaders.createOptimized("dev_lang"),
            HttpHeaders.createOptimized("dev_version"),
            HttpHeaders.createOptimized("dev_channel"),
            HttpHeaders.createOptimized("devversion"),
            HttpHeaders.createOptimized("mode"));

    /** Headers that stay here even when a client's signature covers them: they are ours, or the connection's. */
    private static final Set<String> KEPT = Set.of(
            "client_id",
            "access_token",
            "sign",
            "sign_method",
            "t",
            "nonce",
            "signature-headers",
            "stringtosign",
            "secret",
            "authorization",
            "proxy-authorization",
            "cookie",
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect",
            "accept-encoding",
            "x-api-key",
            "x-tuya-region",
            "x-country-code",
            "x-request-timeout",
            "forwarded",
            "via",
            "x-real-ip");

    /** Headers that a relayed call keeps to itself, even where it signs them: secrets, and what is the connection's. */
    private static final Set<String> NOT_RELAYED = Set.of(
            "secret",
            "authorization",
            "proxy-authorization",
            "cookie",
            "x-api-key",
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect");

    /** Headers that a relayed call keeps to itself unless its signature covers them, because they may be meant for us. */
    private static final Set<String> RELAYED_SIGNED = Set.of(
            "accept-encoding",
            "x-tuya-region",
            "x-country-code",
            "x-request-timeout",
            "x-request-id",
            "forwarded",
            "via",
            "x-real-ip");

    private static final Map.Entry<String, String> JSON =
            Map.entry(HttpHeaders.CONTENT_TYPE.toString(), "application/json");

    /** Types that curl and browsers give to a text that nobody gave one. */
    private static final List<String> UNMEANT = List.of("application/x-www-form-urlencoded", "text/plain");

    private Outbound() {}

    /** The call, spoken with the token of {@code speaker}, or with none. */
    static Call call(Exchange exchange, Route route, @Nullable TokenKey speaker) {
        List<SignedHeader> signed = signed(exchange);
        return new Call(
                exchange.method(),
                asked(exchange),
                exchange.target().query(),
                passed(exchange, signed),
                signed,
                exchange.body(),
                exchange.client().tenant(),
                route.project(),
                speaker,
                null,
                exchange.lifetime());
    }

    /** The call of a client that signs for the cloud itself: every header that is for the cloud, as it was sent. */
    static Call relayed(Exchange exchange, Route route) {
        String connection = String.join(",", exchange.headers().getAll(HttpHeaders.CONNECTION));
        Set<String> stripped = names(connection, ",");
        Set<String> covered = names(exchange.header(WireHeaders.SIGNATURE_HEADERS), ":");
        List<Map.Entry<String, String>> passed = new ArrayList<>(16);
        for (Map.Entry<String, String> header : exchange.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!stripped.contains(name) && isRelayed(name, covered)) {
                passed.add(Map.entry(header.getKey(), header.getValue()));
            }
        }
        return new Call(
                exchange.method(),
                exchange.target().path(),
                exchange.target().query(),
                passed,
                List.of(),
                exchange.body(),
                exchange.client().tenant(),
                route.project(),
                null,
                null,
                exchange.lifetime());
    }

    private static boolean isRelayed(String name, Set<String> covered) {
        return !NOT_RELAYED.contains(name)
                && !name.startsWith("x-forwarded-")
                && !name.startsWith("x-tuyere-")
                && (!RELAYED_SIGNED.contains(name) || covered.contains(name));
    }

    private static Set<String> names(String list, String separator) {
        if (list.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String name : list.split(separator, -1)) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** The path, in the family that the tenant's devices are asked for in. */
    static String asked(Exchange exchange) {
        DevicePaths paths = exchange.client().tenant().devicePaths();
        String path = exchange.target().path();
        return paths == DevicePaths.AS_SENT ? path : paths.of(exchange.method().name(), path);
    }

    private static List<SignedHeader> signed(Exchange exchange) {
        List<SignedHeader> named = Verifier.signedHeaders(exchange);
        if (named.isEmpty()) {
            return named;
        }
        List<SignedHeader> goingOn = new ArrayList<>(named);
        goingOn.removeIf(header -> kept(header.name()) || header.value().isEmpty());
        return goingOn;
    }

    private static boolean kept(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return KEPT.contains(lower) || lower.startsWith("x-forwarded-") || lower.startsWith("x-tuyere-");
    }

    private static List<Map.Entry<String, String>> passed(Exchange exchange, List<SignedHeader> signed) {
        List<Map.Entry<String, String>> passed = new ArrayList<>(4);
        for (CharSequence name : PASSED) {
            String value = exchange.headers().get(name);
            if (value != null && !covers(signed, name)) {
                passed.add(Map.entry(name.toString(), value));
            }
        }
        if (exchange.body().length() > 0 && !covers(signed, HttpHeaders.CONTENT_TYPE)) {
            contentType(exchange, passed);
        }
        return passed;
    }

    /** Some SDKs leave it out, and some HTTP clients set one by themselves; the cloud answers 1006 where it is particular. */
    private static void contentType(Exchange exchange, List<Map.Entry<String, String>> passed) {
        String sent = exchange.headers().get(HttpHeaders.CONTENT_TYPE);
        if (sent == null) {
            passed.add(JSON);
        } else if (isUnmeant(sent) && isJson(exchange.body())) {
            passed.set(0, JSON); // it is the first of those that go on
        }
    }

    private static boolean isUnmeant(String type) {
        for (String unmeant : UNMEANT) {
            if (type.regionMatches(true, 0, unmeant, 0, unmeant.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJson(Buffer body) {
        return body.getByte(0) == '{' || body.getByte(0) == '[';
    }

    private static boolean covers(List<SignedHeader> signed, CharSequence name) {
        for (SignedHeader header : signed) {
            if (header.name().equalsIgnoreCase(name.toString())) {
                return true;
            }
        }
        return false;
    }
}
