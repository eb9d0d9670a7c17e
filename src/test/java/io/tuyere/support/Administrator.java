package io.tuyere.support;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.admin.ManagementSettings.Token;
import io.tuyere.core.Digest;
import java.util.List;

/** Somebody who uses the administration API of a gateway on this machine. */
public final class Administrator {
    private final int port;
    private final String token;

    private Administrator(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** Management settings that know a token of each role. */
    public static ManagementSettings settings() {
        return ManagementSettings.defaults()
                .withPort(0)
                .withTokens(List.of(of(Role.READ), of(Role.OPERATE), of(Role.ADMIN)));
    }

    private static Token of(Role role) {
        return new Token(role.word() + "-person", role, Digest.sha256(token(role)));
    }

    /** The token with this role. */
    public static String token(Role role) {
        return "tya_token-of-" + role.word();
    }

    /** Somebody with this role. */
    public static Administrator with(Role role, int managementPort) {
        return new Administrator(managementPort, token(role));
    }

    /** Somebody with this token. */
    public static Administrator showing(String token, int managementPort) {
        return new Administrator(managementPort, token);
    }

    /** A request to a path below {@code /admin/v1}, not yet sent. */
    public Request request(String method, String path) {
        return new Request(port, method, "/admin/v1" + path).header("Authorization", "Bearer " + token);
    }

    /** What is there. */
    public Response get(String path) {
        return request("GET", path).send();
    }

    /** The answer to a change. */
    public Response send(String method, String path, String json) {
        return request(method, path).json(json).send();
    }
}
