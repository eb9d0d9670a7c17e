package io.tuyere.support;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A call that is signed when it is sent (developer.tuya.com, "Sign Requests for Cloud Authorization", Kbw0q34cs2e5g, read
 * 2022-09). Without further ado it is what the Python SDK sends: no nonce, no signed headers.
 */
public final class SignedRequest {
    private final int port;
    private final String accessId;
    private final String secret;
    private final String method;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String token;
    private String signedToken;
    private @Nullable String nonce;
    private String t = Long.toString(System.currentTimeMillis());
    private String prefix = "";
    private @Nullable String signatureHeaders;
    private @Nullable String signedUrl;
    private @Nullable String sign;
    private byte[] body = new byte[0];
    private byte @Nullable [] sentBody;
    private boolean chunked;
    private boolean legacy;

    SignedRequest(int port, String accessId, String secret, String token, String method, String target) {
        this.port = port;
        this.accessId = accessId;
        this.secret = secret;
        this.token = token;
        this.signedToken = token;
        this.method = method;
        this.target = target;
    }

    /** With another header, or another value of one that it has anyway. */
    public SignedRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** With no {@code access_token} header, and none signed. */
    public SignedRequest withoutToken() {
        return token(null, "");
    }

    /** With an empty {@code access_token} header. */
    public SignedRequest emptyToken() {
        return token("", "");
    }

    /** With an {@code access_token} header, null for none, and perhaps another token signed. */
    public SignedRequest token(@Nullable String sent, String signed) {
        token = sent;
        signedToken = signed;
        return this;
    }

    /** With this nonce, which may be empty. */
    public SignedRequest nonce(String text) {
        nonce = text;
        return this;
    }

    /** At another time than now. */
    public SignedRequest at(String millis) {
        t = millis;
        return this;
    }

    /** With these {@code Signature-Headers}, in this spelling, which is signed. */
    public SignedRequest signing(String names) {
        signatureHeaders = names;
        return this;
    }

    /** With a region prefix that is not signed. */
    public SignedRequest under(String regionPrefix) {
        prefix = regionPrefix;
        return this;
    }

    /** With another path and query signed than the documentation says. */
    public SignedRequest signingUrl(String url) {
        signedUrl = url;
        return this;
    }

    /** With a signature that somebody else made. */
    public SignedRequest sign(String text) {
        sign = text;
        return this;
    }

    /** Signed as before 2021-06-30. */
    public SignedRequest legacy() {
        legacy = true;
        return this;
    }

    /** With a JSON body and its Content-Type. */
    public SignedRequest json(String text) {
        return header("Content-Type", "application/json").body(text);
    }

    /** With a body of which no header tells the type. */
    public SignedRequest body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** With another body on the wire than the signature covers. */
    public SignedRequest sending(String text) {
        sentBody = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** With its body in chunks. */
    public SignedRequest chunked() {
        chunked = true;
        return this;
    }

    /** The answer, over a new connection. */
    public Response send() {
        return request().send();
    }

    /** The answer, over this connection. */
    public Response send(Wire wire) {
        return request().send(wire);
    }

    /** As it goes on the wire. */
    public Request request() {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("client_id", accessId);
        sent.put("sign_method", "HMAC-SHA256");
        sent.put("t", t);
        put(sent, "nonce", nonce);
        put(sent, "access_token", token);
        put(sent, "Signature-Headers", signatureHeaders);
        sent.put("sign", sign == null ? hmac(message()) : sign);
        sent.putAll(headers);
        Request request =
                new Request(port, method, prefix + target).headers(sent).body(sentBody == null ? body : sentBody);
        return chunked ? request.chunked() : request;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private String message() {
        String identity = accessId + signedToken + t;
        return legacy ? identity : identity + (nonce == null ? "" : nonce) + stringToSign();
    }

    private String stringToSign() {
        String hash = HexFormat.of().formatHex(TestTenants.digest("SHA-256", body));
        StringBuilder lines = new StringBuilder();
        if (signatureHeaders != null && !signatureHeaders.isEmpty()) {
            for (String name : signatureHeaders.split(":", -1)) {
                lines.append(name + ":" + sent(name) + "\n");
            }
        }
        return method + "\n" + hash + "\n" + lines + "\n" + (signedUrl == null ? url() : signedUrl);
    }

    private String sent(String name) {
        if (name.equalsIgnoreCase("client_id")) {
            return accessId;
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** Path and decoded query, its keys in ascending order. */
    private String url() {
        int question = target.indexOf('?');
        if (question < 0) {
            return target;
        }
        Map<String, String> sorted = new TreeMap<>();
        for (String pair : target.substring(question + 1).split("&", -1)) {
            String[] halves = pair.split("=", 2);
            sorted.putIfAbsent(decoded(halves[0]), halves.length > 1 ? decoded(halves[1]) : "");
        }
        StringBuilder url = new StringBuilder(target.substring(0, question));
        sorted.forEach((key, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(key)
                .append('=')
                .append(value));
        return url.toString();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private String hmac(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
