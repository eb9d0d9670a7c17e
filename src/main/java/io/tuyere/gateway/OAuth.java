package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Tickets.Purpose;
import io.tuyere.observe.Meters;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken;
import io.tuyere.token.UpstreamToken.Login;
import io.tuyere.upstream.Call;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sign-ins of end users with a browser (OAuth 2.0, authorization code; Tuya: "OAuth 2.0 Authorization Flow", Kdkyz44dz6a7r, read
 * 2026-01): {@code /oauth/{region}/start} sends a browser to Tuya's page, {@code /oauth/{region}/callback} takes it back, exchanges
 * the code in that region and no other, and sends the browser on to the application with a code of our own.
 *
 * <p>The {@code state} between the two is sealed, lives for ten minutes, works once, and names tenant, region, return address and,
 * by a hash, the browser: whoever lures somebody else to the callback brings the wrong cookie. No token is ever in a URL. Owner's
 * event loop only.
 */
public final class OAuth {
    static final String COOKIE = "tuyere-oauth";

    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;
    private static final int BROWSER_BYTES = 16;
    private static final int BROWSER_LENGTH = 22;
    private static final int MAX_STATE = 256;

    private final Tickets tickets;
    private final OAuthSessions sessions;
    private final Tokens tokens;
    private final Supplier<URI> publicUrl;
    private final Meters meters;
    private final LongSupplier nowMillis;

    /** The collaborators it works with. */
    public OAuth(
            Tickets tickets,
            OAuthSessions sessions,
            Tokens tokens,
            Supplier<URI> publicUrl,
            Meters meters,
            LongSupplier nowMillis) {
        this.tickets = tickets;
        this.sessions = sessions;
        this.tokens = tokens;
        this.publicUrl = publicUrl;
        this.meters = meters;
        this.nowMillis = nowMillis;
    }

    /** A sign-in on its way: what its state says, and what that means today. */
    private record Step(JsonObject state, Tenant tenant, Tenant.OAuth oauth, Region region, Project project) {
        String returnUrl() {
            return state.getString("return", "");
        }
    }

    Future<Reply> answer(Exchange exchange, Directory known, RegionStacks stacks) {
        try {
            if (!exchange.method().equals(HttpMethod.GET)) {
                throw new Failure.MethodNotAllowed("GET").toException();
            }
            Future<Reply> answer = exchange.endpoint() == Endpoint.OAUTH_START
                    ? Future.succeededFuture(start(exchange, known))
                    : callback(exchange, known, stacks);
            return answer.recover(cause -> page(exchange, cause));
        } catch (FailureException refusal) {
            return page(exchange, refusal);
        }
    }

    private Future<Reply> page(Exchange exchange, Throwable cause) {
        if (!(cause instanceof FailureException known)) {
            return Future.failedFuture(cause);
        }
        Failure failure = known.failure();
        meters.failure(failure.kind().slug());
        int status = failure.kind().refusal() ? BAD_REQUEST : UNAVAILABLE;
        return Future.succeededFuture(BrowserPages.refused(status, failure, exchange.requestId()));
    }

    private Reply start(Exchange exchange, Directory known) {
        String query = exchange.target().query();
        String browser = browser(exchange);
        JsonObject said = new JsonObject()
                .put("tenant", QueryParameters.first(query, "tenant"))
                .put("region", regionNamed(exchange, known).id())
                .put("browser", hash(browser));
        Step step = step(said, known);
        said.put("return", returnUrl(step.oauth, QueryParameters.first(query, "return_url")));
        said.put("state", appState(QueryParameters.first(query, "state")));
        exchange.cookie(cookie(browser));
        return BrowserPages.sentTo(tuyasPage(step, tickets.issue(Purpose.STATE, said)));
    }

    /** Names the browser: as it was named before, or by chance. */
    private String browser(Exchange exchange) {
        String named = cookie(exchange);
        return named.isEmpty() ? tickets.random(BROWSER_BYTES) : named;
    }

    private static Region regionNamed(Exchange exchange, Directory known) {
        String path = exchange.target().path();
        String id = path.substring("/oauth/".length(), path.lastIndexOf('/'));
        return known.regions()
                .find(id)
                .filter(region -> region.id().equals(id))
                .orElseThrow(() -> invalid("there is no such region"));
    }

    private static Step step(JsonObject said, Directory known) {
        Tenant tenant = known.tenants().get(said.getString("tenant", ""));
        Tenant.OAuth oauth = tenant == null ? null : tenant.oauth();
        if (tenant == null || oauth == null) {
            throw invalid("nobody signs in here for this tenant");
        }
        Region region = known.regions()
                .find(said.getString("region", ""))
                .filter(each ->
                        tenant.regions().contains(each.id()) && oauth.pages().containsKey(each.id()))
                .orElseThrow(() -> invalid("nobody signs in here for this tenant in this region"));
        Project project = tenant.project(region.id())
                .orElseThrow(() -> invalid("nobody signs in here for this tenant in this region"));
        return new Step(said, tenant, oauth, region, project);
    }

    private static String returnUrl(Tenant.OAuth oauth, String asked) {
        List<String> allowed = oauth.returnUrls();
        if (asked.isEmpty() && allowed.size() == 1) {
            return allowed.get(0);
        }
        if (!allowed.contains(asked)) {
            throw invalid("return_url must be one of those that the tenant's oauth.return-urls lists");
        }
        return asked;
    }

    private static String appState(String state) {
        if (state.length() > MAX_STATE) {
            throw invalid("state is longer than " + MAX_STATE + " characters");
        }
        return state;
    }

    private String tuyasPage(Step step, String state) {
        String page = step.oauth.pages().getOrDefault(step.region.id(), "");
        String callback = publicUrl.get() + "/oauth/" + step.region.id() + "/callback";
        return with(
                page,
                "client_id",
                step.project.accessId(),
                "redirect_uri",
                callback,
                "response_type",
                "code",
                "state",
                state);
    }

    private Future<Reply> callback(Exchange exchange, Directory known, RegionStacks stacks) {
        String query = exchange.target().query();
        JsonObject said = tickets.read(Purpose.STATE, QueryParameters.first(query, "state"))
                .orElseThrow(() -> invalid("it was not begun here, or more than ten minutes ago"));
        if (!said.getString("region", "").equals(regionNamed(exchange, known).id())) {
            throw invalid("it was begun for another region");
        }
        if (!same(said.getString("browser", ""), hash(cookie(exchange)))) {
            throw invalid("it was begun in another browser");
        }
        Step step = step(said, known);
        if (!step.oauth.returnUrls().contains(step.returnUrl())) {
            throw invalid("the application that it was begun for may not be returned to any more");
        }
        return tickets.use(Purpose.STATE, said)
                .compose(used -> finish(exchange, step, QueryParameters.first(query, "code"), stacks));
    }

    /** From here on the application hears of everything, also of what fails. */
    private Future<Reply> finish(Exchange exchange, Step step, String code, RegionStacks stacks) {
        if (code.isEmpty()) {
            return Future.succeededFuture(returned(step, "error", "access_denied"));
        }
        exchange.routed(new Route(step.region, step.project, "callback", true));
        return stacks.of(step.region)
                .send(exchangeOf(code, exchange, step))
                .compose(reply -> signIn(step, reply))
                .map(user -> returned(step, "code", sessions.handover(user)))
                .recover(cause -> failed(step, cause));
    }

    private static Call exchangeOf(String code, Exchange exchange, Step step) {
        return new Call(
                HttpMethod.GET,
                "/v1.0/token",
                "grant_type=2&code=" + encoded(code),
                List.<Map.Entry<String, String>>of(),
                List.of(),
                Buffer.buffer(),
                step.tenant,
                step.project,
                null,
                null,
                exchange.lifetime());
    }

    private Future<TokenKey.OfUser> signIn(Step step, Reply reply) {
        if (reply.envelope().code() != null) {
            return Future.failedFuture(new Failure.OAuthInvalid("the cloud does not take the code").toException());
        }
        try {
            JsonObject result = new JsonObject(reply.head()).getJsonObject("result");
            UpstreamToken token = UpstreamToken.read(result, Login.APP_USER, nowMillis.getAsLong());
            if (token.uid().isEmpty()) {
                throw new IllegalArgumentException("a session needs a user");
            }
            TokenKey.OfUser user = new TokenKey.OfUser(step.tenant.id(), step.region.id(), token.uid());
            return tokens.signIn(user, token).map(stored -> user);
        } catch (DecodeException | ClassCastException | IllegalArgumentException unusable) {
            return Future.failedFuture(
                    new Failure.UpstreamBroken(step.region.id(), "its answer to a sign-in names no token")
                            .toException());
        }
    }

    private Future<Reply> failed(Step step, Throwable cause) {
        if (!(cause instanceof FailureException known)) {
            return Future.failedFuture(cause);
        }
        String slug = known.failure().kind().slug();
        meters.failure(slug);
        return Future.succeededFuture(returned(step, "error", slug));
    }

    private static Reply returned(Step step, String name, String value) {
        return BrowserPages.sentTo(with(step.returnUrl(), name, value, "state", step.state.getString("state", "")));
    }

    /** A URL with more parameters; empty ones are left out. */
    private static String with(String url, String... parameters) {
        StringBuilder whole = new StringBuilder(url);
        char separator = url.indexOf('?') < 0 ? '?' : '&';
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i + 1].isEmpty()) {
                whole.append(separator).append(parameters[i]).append('=').append(encoded(parameters[i + 1]));
                separator = '&';
            }
        }
        return whole.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String cookie(String browser) {
        boolean secure = "https".equals(publicUrl.get().getScheme());
        return COOKIE + "=" + browser + "; Path=/oauth; Max-Age=" + Tickets.LONGEST_LIFE.toSeconds()
                + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }

    /** What the browser was named when it left, empty for a stranger. */
    private static String cookie(Exchange exchange) {
        for (String line : exchange.headers().getAll(HttpHeaders.COOKIE)) {
            for (String pair : line.split(";", -1)) {
                String[] halves = pair.strip().split("=", 2);
                if (halves.length == 2 && halves[0].equals(COOKIE) && isName(halves[1])) {
                    return halves[1];
                }
            }
        }
        return "";
    }

    private static boolean isName(String text) {
        return text.length() == BROWSER_LENGTH
                && text.chars().allMatch(c -> (Character.isLetterOrDigit(c) && c < 0x80) || c == '-' || c == '_');
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static FailureException invalid(String why) {
        return new Failure.OAuthInvalid(why).toException();
    }
}
