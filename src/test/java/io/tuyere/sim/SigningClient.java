package io.tuyere.sim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client that signs as Tuya's documentation says, written apart from the cloud and from the gateway. Queries must come
 * sorted and without escapes; that the cloud sorts and decodes is tested with vectors.
 */
final class SigningClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final String accessId;
    private final String secret;
    private final InstantSource clock;
    private final String token;

    SigningClient(URI base, String accessId, String secret, InstantSource clock) {
        this(base, accessId, secret, clock, "");
    }

    private SigningClient(URI base, String accessId, String secret, InstantSource clock, String token) {
        this.base = base;
        this.accessId = accessId;
        this.secret = secret;
        this.clock = clock;
        this.token = token;
    }

    /** The same client with this access token. */
    SigningClient as(String accessToken) {
        return new SigningClient(base, accessId, secret, clock, accessToken);
    }

    /** The same client with the project's token. */
    SigningClient withProjectToken() {
        return as(as("").get("/v1.0/token?grant_type=1").getJsonObject("result").getString("access_token"));
    }

    String token() {
        return token;
    }

    JsonObject get(String target) {
        return json(send("GET", target, "", Map.of()));
    }

    JsonObject post(String target, JsonObject body) {
        return json(send("POST", target, body.encode(), Map.of("Content-Type", "application/json")));
    }

    JsonObject put(String target, JsonObject body) {
        return json(send("PUT", target, body.encode(), Map.of("Content-Type", "application/json")));
    }

    /** Signs and sends; the further headers replace those of the signature where they have their names. */
    HttpResponse<byte[]> send(String method, String target, String body, Map<String, String> further) {
        try {
            return sendOrFail(method, target, body, further);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> sendOrFail(String method, String target, String body, Map<String, String> further)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(Duration.ofSeconds(10))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        Map<String, String> headers = new LinkedHashMap<>(signed(method, target, body));
        headers.putAll(further);
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request as text, for a test that reads the connection itself. */
    String wire(String method, String target) {
        StringBuilder text =
                new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n");
        signed(method, target, "").forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return text.append("\r\n").toString();
    }

    Map<String, String> signed(String method, String target, String body) {
        String t = Long.toString(clock.millis());
        boolean forToken = target.startsWith("/v1.0/token");
        String stringToSign = method + "\n" + sha256(body) + "\n\n" + target;
        String message = accessId + (forToken ? "" : token) + t + "n-1" + stringToSign;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("client_id", accessId);
        headers.put("t", t);
        headers.put("nonce", "n-1");
        headers.put("sign_method", "HMAC-SHA256");
        headers.put("sign", hmac(message));
        if (!token.isEmpty()) {
            headers.put("access_token", token);
        }
        return headers;
    }

    /** The signature of projects from before 2021-06-30. */
    String legacySign() {
        return hmac(accessId + token + clock.millis());
    }

    static JsonObject json(HttpResponse<byte[]> response) {
        assert response.statusCode() == 200 : response.statusCode();
        return Buffer.buffer(response.body()).toJsonObject();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String hmac(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sign = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(sign);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
