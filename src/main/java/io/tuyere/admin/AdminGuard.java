package io.tuyere.admin;

import io.tuyere.admin.AdminProblem.Kind;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.admin.ManagementSettings.Token;
import io.tuyere.core.Digest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the administration API, and from where. Any thread.
 *
 * <ul>
 *   <li>With a bearer token: what its role covers. A page of another site cannot send one, since there are no cookies.
 *   <li>Without one: to look, where no tokens are configured and the port is for this machine alone. The request must then name
 *       this machine as its host, which a page that plays tricks with its name (DNS rebinding) cannot.
 *   <li>What a browser says comes from another site is refused in any case.
 * </ul>
 */
final class AdminGuard {
    private static final String BEARER = "bearer ";
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Supplier<ManagementSettings> settings;

    AdminGuard(Supplier<ManagementSettings> settings) {
        this.settings = settings;
    }

    /** Who asks, if they may what needs this role; fails with what is to be answered. */
    Caller admit(RoutingContext context, Role needed) {
        HttpServerRequest request = context.request();
        checkSite(request);
        Caller caller = identify(request);
        if (!caller.role().covers(needed)) {
            throw caller.equals(Caller.ANONYMOUS) ? tokenless() : forbidden(caller, needed);
        }
        if (!request.method().equals(HttpMethod.GET)) {
            checkType(request);
        }
        return caller;
    }

    private static void checkSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        HostAndPort host = request.authority();
        boolean foreign = (site != null && !OWN_SITE.contains(site))
                || (origin != null && (host == null || !origin.equals(request.scheme() + "://" + host)));
        if (foreign) {
            throw new AdminProblem(Kind.CROSS_SITE, "requests from pages of other sites are not answered");
        }
    }

    private Caller identify(HttpServerRequest request) {
        ManagementSettings now = settings.get();
        String shown = request.getHeader("Authorization");
        if (shown != null) {
            return holder(shown, now);
        }
        if (!now.tokens().isEmpty() || !now.loopback()) {
            throw new AdminProblem(
                    Kind.TOKEN_MISSING,
                    now.tokens().isEmpty()
                            ? "no management.tokens are configured; make one with: tuyere admin-token"
                            : "send one of the management.tokens: Authorization: Bearer TOKEN");
        }
        HostAndPort host = request.authority();
        if (host == null || !ManagementSettings.isLoopback(host.host())) {
            throw new AdminProblem(Kind.WRONG_HOST, "without a token the host must be 127.0.0.1, [::1] or localhost");
        }
        return Caller.ANONYMOUS;
    }

    /** All tokens are compared whatever the first ones say, so that time tells nothing. */
    private static Caller holder(String shown, ManagementSettings settings) {
        boolean bearer = shown.toLowerCase(Locale.ROOT).startsWith(BEARER);
        byte[] digest = Digest.bytes(bearer ? shown.substring(BEARER.length()).strip() : "");
        @Nullable Token found = null;
        for (Token token : settings.tokens()) {
            if (MessageDigest.isEqual(HexFormat.of().parseHex(token.sha256()), digest)) {
                found = token;
            }
        }
        if (found == null) {
            throw new AdminProblem(Kind.TOKEN_UNKNOWN, "this token is none of the management.tokens");
        }
        return new Caller(found.name(), found.role());
    }

    private static AdminProblem tokenless() {
        return new AdminProblem(
                        Kind.TOKEN_MISSING,
                        "changes need a token: make one with tuyere admin-token, put its line into"
                                + " management.tokens and send Authorization: Bearer TOKEN")
                .withStatus(403);
    }

    private static AdminProblem forbidden(Caller caller, Role needed) {
        return new AdminProblem(
                Kind.FORBIDDEN,
                "this needs the role " + needed.word() + ", the token " + caller.name() + " has "
                        + caller.role().word());
    }

    private static void checkType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        boolean json = type != null
                && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
        if (!json && hasBody(request)) {
            throw new AdminProblem(Kind.NOT_JSON, "a body must be JSON: Content-Type: application/json");
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return (length != null && !length.equals("0")) || request.getHeader("Transfer-Encoding") != null;
    }
}
