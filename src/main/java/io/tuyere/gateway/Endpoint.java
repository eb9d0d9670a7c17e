package io.tuyere.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a path means to the gateway: most it only passes on; those that deal in tokens it answers itself or looks into, so
 * that the cloud's tokens reach nobody. Whatever the version in front, {@code token} is a token call.
 */
enum Endpoint {
    /** Anything else: goes to the cloud with a token. */
    BUSINESS,
    /** {@code /v1.0/token?grant_type=1}: a token for the tenant's project. */
    GRANT,
    /** {@code /v1.0/token?grant_type=2} or {@code /v1.0/authorize_token}: a sign-in by a code, which works once. */
    CODE_GRANT,
    /** {@code /v1.0/token} with any other grant type, or none. */
    UNKNOWN_GRANT,
    /** {@code /v1.0/token/{refresh_token}}, and the same for users of a custom project. */
    REFRESH,
    /** {@code /v1.0/iot-01/associated-users/actions/authorized-login}: an app user's sign-in by password. */
    APP_LOGIN,
    /** {@link BudgetPage#PATH}: what the tenant has used of the month. */
    BUDGET,
    /** {@link LocatePage#PATH}: in which region something lives. */
    LOCATE,
    /** {@code /oauth/{region}/start}: a browser on its way to Tuya's page. */
    OAUTH_START,
    /** {@code /oauth/{region}/callback}: a browser on its way back. */
    OAUTH_CALLBACK,
    /** {@link OAuthSessions#PATH}: an application that asks for the session of a user who came back. */
    OAUTH_SESSION,
    /** {@code /v1.0/iot-03/users/login}: the same for a user of a custom project. */
    PROJECT_LOGIN;

    private static final String OAUTH = "/oauth/";
    private static final String APP_LOGIN_TAIL = "/iot-01/associated-users/actions/authorized-login";
    private static final String PROJECT_LOGIN_TAIL = "/iot-03/users/login";
    private static final String PROJECT_REFRESH_TAIL = "/iot-03/users/token/";

    /** The meaning of a raw path and query. */
    static Endpoint of(String path, @Nullable String query) {
        if (path.equals(BudgetPage.PATH)) {
            return BUDGET;
        }
        if (path.equals(LocatePage.PATH)) {
            return LOCATE;
        }
        if (path.equals(OAuthSessions.PATH)) {
            return OAUTH_SESSION;
        }
        if (path.startsWith(OAUTH)) {
            return path.endsWith("/start") ? OAUTH_START : path.endsWith("/callback") ? OAUTH_CALLBACK : BUSINESS;
        }
        int version = path.indexOf('/', 1);
        if (version < 0) {
            return BUSINESS;
        }
        String tail = plain(path, version);
        return switch (tail) {
            case "/token", "/authorize_token" -> grant(QueryParameters.first(query, "grant_type"));
            case APP_LOGIN_TAIL -> APP_LOGIN;
            case PROJECT_LOGIN_TAIL -> PROJECT_LOGIN;
            default -> tail.startsWith("/token/") || tail.startsWith(PROJECT_REFRESH_TAIL) ? REFRESH : BUSINESS;
        };
    }

    private static Endpoint grant(String type) {
        return switch (type) {
            case "1" -> GRANT;
            case "2", "3" -> CODE_GRANT;
            default -> UNKNOWN_GRANT;
        };
    }

    /** The refresh token at the end of the path of a refresh. */
    static String refreshToken(String path) {
        String plain = plain(path, 0);
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /** Whether its signature may leave out path and body: SDKs sign refreshes the legacy way. */
    boolean legacyTolerated() {
        return this == GRANT || this == REFRESH;
    }

    /** Whether it needs a token of the gateway. */
    boolean needsToken() {
        return this == BUSINESS || this == BUDGET || this == LOCATE;
    }

    /** Whether it is a page of the gateway's own, of which the cloud knows nothing. */
    boolean ours() {
        return this == BUDGET || this == LOCATE || this == OAUTH_SESSION || forBrowsers();
    }

    /** Whether browsers come here, which show no credential. */
    boolean forBrowsers() {
        return this == OAUTH_START || this == OAUTH_CALLBACK;
    }

    /** Whether its answer brings tokens. */
    boolean brings() {
        return this != BUSINESS && !ours();
    }

    /** Whether the gateway answers it without knowing a region. */
    boolean local() {
        return this == GRANT || this == UNKNOWN_GRANT || this == REFRESH || ours();
    }

    /** Decoded, and without the one slash at the end that some clients send. */
    private static String plain(String path, int from) {
        String tail = path.substring(from);
        String decoded =
                tail.indexOf('%') < 0 ? tail : URLDecoder.decode(tail.replace("+", "%2B"), StandardCharsets.UTF_8);
        return decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
    }
}
