package io.tuyere.load;

import io.gatling.http.client.Request;
import io.gatling.javaapi.core.Session;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls as Tuya's SDKs do: {@code HEX(HMAC-SHA256(client_id + access_token + t + nonce + stringToSign))}, {@code
 * stringToSign = METHOD LF sha256(body) LF LF url}. The access token is the session's {@value #TOKEN}; a session without one
 * asks for it. Queries must be written in the order of their keys. Any thread.
 */
final class Signer implements BiFunction<Request, Session, Request> {
    static final String TOKEN = "access-token";
    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final String accessId;
    private final SecretKeySpec key;

    Signer(String accessId, String accessSecret) {
        this.accessId = accessId;
        this.key = new SecretKeySpec(accessSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    @Override
    public Request apply(Request call, Session session) {
        String token = session.contains(TOKEN) ? session.getString(TOKEN) : "";
        String time = Long.toString(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        String sign = hmac(accessId + token + time + nonce + stringToSign(call));
        call.getHeaders()
                .set("client_id", accessId)
                .set("t", time)
                .set("nonce", nonce)
                .set("sign_method", "HMAC-SHA256")
                .set("sign", sign);
        if (!token.isEmpty()) {
            call.getHeaders().set("access_token", token);
        }
        return call;
    }

    private static String stringToSign(Request call) {
        byte[] body = call.getBody() == null ? new byte[0] : call.getBody().getBytes();
        return call.getMethod() + "\n" + sha256(body) + "\n\n" + call.getUri().toRelativeUrl();
    }

    private static String sha256(byte[] body) {
        try {
            return LOWER.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String hmac(String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return UPPER.formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
