package io.tuyere.http;

import io.tuyere.core.Country;
import io.tuyere.core.PathTemplate;
import io.tuyere.core.ProblemTypes;
import io.tuyere.core.Region;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.ProblemPages;
import io.tuyere.gateway.TenantPages;
import io.tuyere.observe.Meters.Outcome;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.Lifetime;
import io.tuyere.upstream.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.ParsedHeaderValue;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tuyere/v1}: what the gateway itself knows, open to everybody who reaches it, since none of it is a secret.
 *
 * <ul>
 *   <li>{@code GET /tuyere/v1/regions}: the data centres and their hosts
 *   <li>{@code GET /tuyere/v1/countries}: every country and its region
 *   <li>{@code GET /tuyere/v1/countries/{code}}: one country, by calling code, phone number or ISO code
 *   <li>{@code GET /tuyere/v1/errors} and {@code GET /tuyere/v1/errors/{slug}}: the failures of the gateway's own
 *   <li>{@code GET /tuyere/v1/openapi.json}: this API and that of {@link TenantPages}, as OpenAPI 3.1
 * </ul>
 */
public final class PublicApi {
    private static final String PREFIX = "/tuyere/";

    private static final String PROBLEM = "application/problem+json";

    private static final JsonObject DESCRIPTION = read("openapi.json");
    private static final ProblemPages ERRORS = ProblemPages.ofCalls();

    private static final String ERROR = "X-Tuyere-Error";
    private static final String BEGAN = "began";
    private static final String TEMPLATE = "template";
    private static final PathTemplate ELSEWHERE = new PathTemplate("/tuyere/*", "tuyere");
    private static final int BAD_REQUEST = 400;

    private final Supplier<Directory> directory;
    private final Deadlines deadlines;
    private final long limitMillis;
    private final AccessLog log;
    private final RequestIds ids = new RequestIds();
    private final Router router;

    /**
     * The API over whatever directory is current when it is asked; of one event loop.
     *
     * @param limitMillis time that a client has to take an answer in
     */
    public PublicApi(Vertx vertx, Supplier<Directory> directory, Deadlines deadlines, long limitMillis, AccessLog log) {
        this.directory = directory;
        this.deadlines = deadlines;
        this.limitMillis = limitMillis;
        this.log = log;
        this.router = Router.router(vertx);
        router.route().handler(this::begin);
        page("regions").handler(this::regions);
        page("countries").handler(this::countries);
        page("countries/:code").handler(this::country);
        page("openapi.json").handler(this::description);
        page("errors").handler(this::errors);
        page("errors/:slug").handler(this::errors);
        router.route()
                .handler(context -> problem(context, 404, "not-found", "there is no " + PREFIX + " page of this name"));
        router.errorHandler(400, context -> problem(context, 400, "bad-request", "the path cannot be read"));
    }

    private Route page(String path) {
        String route = "/tuyere/v1/" + path;
        PathTemplate template = new PathTemplate(route.replaceAll(":(\\w+)", "{$1}"), ELSEWHERE.family());
        return router.route(route)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> context.put(TEMPLATE, template).next());
    }

    private void begin(RoutingContext context) {
        context.put(BEGAN, System.nanoTime()).next();
    }

    /**
     * Whether it is for this to answer: what is about one tenant goes the way of calls, which finds out who asks. A client that
     * takes the gateway for its proxy comes with a whole URL.
     */
    public static boolean answers(HttpServerRequest request) {
        String uri = request.uri();
        if (uri.startsWith(PREFIX)) {
            return !TenantPages.hold(uri);
        }
        return !uri.startsWith("/") && ofOwnPage(request.path());
    }

    private static boolean ofOwnPage(@Nullable String path) {
        return path != null && path.startsWith(PREFIX) && !TenantPages.hold(path);
    }

    /** Answers a request whose path begins with {@link #PREFIX}. */
    public void handle(HttpServerRequest request) {
        router.handle(request);
    }

    /** The description in the resource beside this class, which OpenApiTest compares with what is served. */
    private void description(RoutingContext context) {
        json(context, DESCRIPTION);
    }

    private static JsonObject read(String name) {
        try (InputStream in = PublicApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void errors(RoutingContext context) {
        List<String> accepted = context.parsedHeaders().accept().stream()
                .map(ParsedHeaderValue::value)
                .toList();
        String slug = Objects.requireNonNullElse(context.pathParam("slug"), "");
        ERRORS.answer(slug, accepted, context.request().getHeader(HttpHeaders.IF_NONE_MATCH))
                .ifPresentOrElse(
                        page -> send(context, page),
                        () -> problem(context, 404, "not-found", "there is no error of this name"));
    }

    private void regions(RoutingContext context) {
        JsonArray all = new JsonArray();
        directory.get().regions().all().forEach(region -> all.add(json(region)));
        json(context, new JsonObject().put("regions", all));
    }

    private void countries(RoutingContext context) {
        JsonArray all = new JsonArray();
        directory.get().countries().all().forEach(country -> all.add(json(country)));
        json(context, new JsonObject().put("countries", all));
    }

    private void country(RoutingContext context) {
        Optional<Country> country =
                directory.get().countries().find(Objects.requireNonNullElse(context.pathParam("code"), ""));
        if (country.isEmpty()) {
            problem(
                    context,
                    404,
                    "unknown-country",
                    "no country has this code: give a calling code (49, +1204), a phone number or an ISO 3166 code (DE)");
            return;
        }
        JsonObject answer = json(country.get());
        directory
                .get()
                .regions()
                .find(country.get().region())
                .ifPresent(region ->
                        answer.put("message_queue", region.messageQueue()).put("hosts", json(region)));
        json(context, answer);
    }

    private static JsonObject json(Region region) {
        return new JsonObject()
                .put("id", region.id())
                .put("name", region.displayName())
                .put("openapi", region.baseUrl().toString())
                .put("message_queue", region.messageQueue())
                .put("aliases", new JsonArray(region.aliases().stream().sorted().toList()))
                .put("source", region.source());
    }

    private static JsonObject json(Country country) {
        return new JsonObject()
                .put("iso2", country.iso2())
                .put("name", country.name())
                .put("calling_code", country.callingCode())
                .put("tuya_codes", new JsonArray(country.tuyaCodes()))
                .put("region", country.region())
                .put("region_before_2025_06_03", country.regionBefore20250603())
                .put(
                        "basis",
                        country.basis()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'))
                .put("note", country.note())
                .put("source", country.source());
    }

    private void json(RoutingContext context, JsonObject body) {
        send(context, Reply.json(200, body.toBuffer()));
    }

    private void problem(RoutingContext context, int status, String slug, String detail) {
        JsonObject problem = new JsonObject()
                .put("type", ProblemPages.OF_CALLS + slug)
                .put("title", ProblemTypes.ofCalls().named(slug).title())
                .put("status", status)
                .put("detail", detail);
        Reply reply = Reply.of(status, PROBLEM, problem.toBuffer());
        reply.headers().set(ERROR, slug);
        send(context, reply);
    }

    private void send(RoutingContext context, Reply reply) {
        String requestId = ids.next();
        Lifetime lifetime = new Lifetime(limitMillis, late -> ReplyWriter.breakOff(context.request()));
        deadlines.start(lifetime);
        HttpServerResponse response = context.response().setStatusCode(reply.status());
        response.headers().setAll(reply.headers()).set(ReplyWriter.REQUEST_ID, requestId);
        response.end(reply.head())
                .onComplete(
                        done -> { // or the client left, and nobody else waits for it
                            deadlines.stop(lifetime);
                            lifetime.complete();
                            tell(context, requestId, done.succeeded());
                        });
    }

    private void tell(RoutingContext context, String requestId, boolean written) {
        HttpServerResponse response = context.response();
        Outcome outcome = response.getStatusCode() < BAD_REQUEST ? Outcome.OK : Outcome.REFUSED;
        String error = Objects.requireNonNullElse(response.headers().get(ERROR), "");
        long nanos = System.nanoTime() - context.<Long>get(BEGAN, System.nanoTime());
        log.tellPage(
                context.request(),
                requestId,
                context.get(TEMPLATE, ELSEWHERE),
                new AccessLog.Ending(written ? outcome : Outcome.ABORTED, error, 0, nanos));
    }
}
