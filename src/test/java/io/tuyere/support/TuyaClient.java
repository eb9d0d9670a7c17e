package io.tuyere.support;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A client as the SDKs are: it gets a token, keeps it, and signs what it sends as the documentation says. Its calls can be bent
 * into every dialect that SDKs speak, see {@link SignedRequest}.
 */
public final class TuyaClient {
    private final int port;
    private final String accessId;
    private final String secret;
    private volatile String token = "";
    private volatile String refreshToken = "";

    /** A client of the gateway on this port, without a token as yet. */
    public TuyaClient(int port, String accessId, String secret) {
        this.port = port;
        this.accessId = accessId;
        this.secret = secret;
    }

    /** A call, not yet sent. */
    public SignedRequest call(String method, String target) {
        return new SignedRequest(port, accessId, secret, token, method, target);
    }

    /** A read. */
    public SignedRequest get(String target) {
        return call("GET", target);
    }

    /** A write of a JSON body. */
    public SignedRequest post(String target, String json) {
        return call("POST", target).json(json);
    }

    /** A command that switches a lamp of the simulated cloud. */
    public SignedRequest command(String device) {
        return post(
                "/v1.0/devices/" + device + "/commands", "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}");
    }

    /** This client, with a token of its own. */
    public TuyaClient connected() {
        Response granted = get("/v1.0/token?grant_type=1").withoutToken().send();
        keep(granted);
        return this;
    }

    /** Signs in a user of the smart-home app. */
    public Response appLogin(String username, String countryCode) {
        return kept(post("/v1.0/iot-01/associated-users/actions/authorized-login", appUser(username, countryCode))
                .withoutToken()
                .send());
    }

    /** Renews the tokens with the refresh token. */
    public Response refreshed() {
        return kept(get("/v1.0/token/" + refreshToken).withoutToken().send());
    }

    /** What signs in a user of the smart-home app. */
    public static String appUser(String username, String countryCode) {
        return new JsonObject()
                .put("username", username)
                .put("password", hashed("MD5"))
                .put("country_code", countryCode)
                .put("schema", "smartlife")
                .encode();
    }

    /** Signs in a user of a custom project. */
    public Response projectLogin(String username) {
        JsonObject login = new JsonObject().put("username", username).put("password", hashed("SHA-256"));
        return kept(
                post("/v1.0/iot-03/users/login", login.encode()).withoutToken().send());
    }

    /** Exchanges an OAuth code. */
    public Response codeLogin(String code) {
        return kept(get("/v1.0/token?grant_type=2&code=" + code).withoutToken().send());
    }

    /** The password of every user of the simulated cloud, as logins send it. */
    private static String hashed(String algorithm) {
        byte[] password = "demo-password".getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(TestTenants.digest(algorithm, password));
    }

    /** Takes the tokens of an answer into use if it is a success. */
    public Response kept(Response answer) {
        if (answer.success()) {
            keep(answer);
        }
        return answer;
    }

    private void keep(Response answer) {
        token = answer.result().getString("access_token");
        refreshToken = answer.result().getString("refresh_token");
    }

    /** The access token in use, empty for none. */
    public String token() {
        return token;
    }

    /** The refresh token that came with it. */
    public String refreshToken() {
        return refreshToken;
    }

    /** This client, with another access token in use. */
    public TuyaClient with(String accessToken) {
        token = accessToken;
        return this;
    }
}
