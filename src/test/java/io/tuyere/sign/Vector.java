package io.tuyere.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tuyere.core.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A published signature, or one made by running an SDK: what is on the wire, and what was signed. */
record Vector(JsonObject json) {
    static Stream<Vector> all() {
        try (InputStream in = Objects.requireNonNull(Vector.class.getResourceAsStream("vectors.json"))) {
            return new JsonObject(new String(in.readAllBytes(), UTF_8))
                    .getJsonArray("vectors").stream().map(vector -> new Vector((JsonObject) vector));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Vector byId(String id) {
        return all().filter(vector -> vector.id().equals(id)).findFirst().orElseThrow();
    }

    String id() {
        return json.getString("id");
    }

    boolean canonical() {
        return json.getBoolean("canonical");
    }

    boolean legacy() {
        return json.getString("algorithm").equals("legacy");
    }

    String stringToSign() {
        return json.getString("string_to_sign");
    }

    String sign() {
        return json.getString("sign");
    }

    Hmac key() {
        return new Hmac(Secret.of(json.getString("secret")));
    }

    Identity identity() {
        return new Identity(
                json.getString("client_id"),
                json.getString("access_token_in_sign"),
                json.getString("t"),
                json.getString("nonce"));
    }

    SignableRequest request() {
        return new SignableRequest(
                json.getString("method"),
                json.getString("path"),
                json.getString("raw_query"),
                json.getString("body", "") == null
                        ? new byte[0]
                        : json.getString("body", "").getBytes(UTF_8),
                signedHeaders());
    }

    private List<SignedHeader> signedHeaders() {
        List<SignedHeader> headers = new ArrayList<>();
        for (String name :
                json.getJsonObject("headers").getString("Signature-Headers", "").split(":", -1)) {
            json.getJsonObject("headers").stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .forEach(header -> headers.add(new SignedHeader(name, (String) header.getValue())));
        }
        return headers;
    }

    @Override
    public String toString() {
        return id() + " " + json.getString("desc");
    }
}
