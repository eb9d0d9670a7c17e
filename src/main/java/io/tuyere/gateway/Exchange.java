package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.PathTemplates;
import io.tuyere.token.GatewayToken;
import io.tuyere.token.TokenKey;
import io.tuyere.upstream.Lifetime;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the gateway. The edge fills in what the client sent; each stage adds what it found out, so that
 * an answer can say it even when a later stage refuses. Owner's event loop only.
 */
public final class Exchange {
    // What the client sent.
    private final String requestId;
    private final HttpMethod method;
    private final Target target;
    private final MultiMap headers;
    private final @Nullable String host;
    private final Lifetime lifetime;
    private final Face face;
    private final Endpoint endpoint;
    private @Nullable ClientCertificate certificate;
    private Buffer body = Buffer.buffer();
    private PathTemplates.@Nullable Match match;

    // What the stages found out.
    private @Nullable Client client;
    private @Nullable GatewayToken token;
    private @Nullable Allowance allowance;
    private @Nullable Allowance secondAllowance;
    private @Nullable Route route;
    private @Nullable String cookie;

    /**
     * A call as it came in.
     *
     * @param host the Host header, null when there is none
     */
    public Exchange(
            String requestId,
            HttpMethod method,
            Target target,
            MultiMap headers,
            @Nullable String host,
            Lifetime lifetime) {
        this.requestId = requestId;
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.host = host;
        this.lifetime = lifetime;
        this.face = Faces.of(headers);
        this.endpoint = Endpoint.of(target.path(), target.query());
    }

    /** How a client with these headers speaks. */
    public static Face faceOf(MultiMap headers) {
        return Faces.of(headers);
    }

    /** Names the call in headers, answers and logs. */
    public String requestId() {
        return requestId;
    }

    /** As in the request line. */
    public HttpMethod method() {
        return method;
    }

    /** As in the request line. */
    public Target target() {
        return target;
    }

    /** The client's headers. */
    public MultiMap headers() {
        return headers;
    }

    /** The value of a header, empty when it is not there. */
    String header(CharSequence name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The Host header, null when there is none. */
    public @Nullable String host() {
        return host;
    }

    /** The time the call has. */
    public Lifetime lifetime() {
        return lifetime;
    }

    /** How the client speaks, as its headers show even when it is unknown. */
    public Face face() {
        return face;
    }

    /** What the path is folded into. */
    public PathTemplates.Match match() {
        PathTemplates.Match known = match;
        if (known == null) {
            known = PathTemplates.builtIn().match(target.path());
            match = known;
        }
        return known;
    }

    /** What the path means to the gateway. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** The exact bytes of the body, empty for none. */
    public Buffer body() {
        return body;
    }

    /** The certificate the client showed when it connected, null for none. */
    @Nullable
    ClientCertificate certificate() {
        return certificate;
    }

    /** The client showed this certificate when it connected. */
    public Exchange shown(@Nullable ClientCertificate with) {
        certificate = with;
        return this;
    }

    /** The body has come in. */
    public Exchange body(Buffer whole) {
        body = whole;
        return this;
    }

    /** Who calls; known after identification. */
    public Client client() {
        return found(client, "identified");
    }

    /** Who calls, null until that is known. */
    public @Nullable Client identifiedClient() {
        return client;
    }

    void identified(Client who) {
        client = who;
    }

    /** Whether the client signs for the cloud itself, so that its call may only be passed on. */
    boolean relayed() {
        return client().relayed();
    }

    /** Whether the gateway answers without knowing a region. */
    boolean local() {
        return !relayed() && endpoint.local();
    }

    /** The gateway token the client showed, null for none; known after verification. */
    @Nullable
    GatewayToken token() {
        return token;
    }

    /** The gateway token of a call that cannot have come so far without one. */
    GatewayToken shownToken() {
        return found(token, "authorized");
    }

    /** The signed-in user that the client's token stands for, empty for a call of the project. */
    Optional<TokenKey.OfUser> user() {
        return token == null ? Optional.empty() : token.user();
    }

    void authorized(GatewayToken shown) {
        token = shown;
    }

    void allowed(Allowance given) {
        if (allowance == null || allowance.limit() == given.limit()) {
            allowance = given;
        } else {
            secondAllowance = given;
        }
    }

    /** The plans that the call was counted against, for {@code RateLimit-Policy}; null for none. */
    public @Nullable String rateLimitPolicy() {
        if (allowance == null) {
            return null;
        }
        String policy = allowance.limit().policy();
        return secondAllowance == null
                ? policy
                : policy + ", " + secondAllowance.limit().policy();
    }

    /** What is left of these plans, for {@code RateLimit}; null for none. */
    public @Nullable String rateLimit() {
        if (allowance == null) {
            return null;
        }
        String state = allowance.limit().state(allowance.verdict());
        return secondAllowance == null
                ? state
                : state + ", " + secondAllowance.limit().state(secondAllowance.verdict());
    }

    /** Whether this instance decided by itself about a limit that the fleet shares. */
    public boolean limitedAlone() {
        return lifetime.pacedAlone()
                || (allowance != null && allowance.verdict().degraded())
                || (secondAllowance != null && secondAllowance.verdict().degraded());
    }

    /** Where the call goes, null until that is decided. */
    public @Nullable Route route() {
        return route;
    }

    /** Where the call goes; known after routing. */
    Route chosenRoute() {
        return found(route, "routed");
    }

    void routed(@Nullable Route where) {
        route = where;
    }

    /** What the browser at the other end is to remember, as {@code Set-Cookie} has it; null for nothing. */
    public @Nullable String cookie() {
        return cookie;
    }

    void cookie(String toRemember) {
        cookie = toRemember;
    }

    private static <T> T found(@Nullable T value, String stage) {
        if (value == null) {
            throw new IllegalStateException("the call has not been " + stage + " yet");
        }
        return value;
    }
}
