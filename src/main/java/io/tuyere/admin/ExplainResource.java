package io.tuyere.admin;

import io.tuyere.core.Credential;
import io.tuyere.core.Digest;
import io.tuyere.core.FailureException;
import io.tuyere.core.Tenant;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.DryRun;
import io.tuyere.gateway.LearnedRegions;
import io.tuyere.gateway.Route;
import io.tuyere.gateway.Target;
import io.tuyere.limit.BudgetAccount;
import io.tuyere.limit.Limits;
import io.tuyere.limit.PlanLimit;
import io.tuyere.limit.Verdict;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.Hmac;
import io.tuyere.sign.Identity;
import io.tuyere.sign.SignableRequest;
import io.tuyere.sign.SignatureExplainer;
import io.tuyere.sign.SignatureExplanation;
import io.tuyere.sign.SignedHeader;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.upstream.BreakerKey;
import io.tuyere.upstream.Breakers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /explain}: what would become of a call, without calling anybody: its region and why, the breakers and the budget in its
 * way, what is left of its plans, the token it would get, the usual traps that show in it, and the string that its signature must cover, with secrets masked. Any thread.
 */
public final class ExplainResource implements AdminResource {
    private final Supplier<Directory> directory;
    private final LearnedRegions learned;
    private final Breakers breakers;
    private final Limits limits;
    private final Tokens tokens;

    /** What decides about calls in this process. */
    public ExplainResource(
            Supplier<Directory> directory, LearnedRegions learned, Breakers breakers, Limits limits, Tokens tokens) {
        this.directory = directory;
        this.learned = learned;
        this.breakers = breakers;
        this.limits = limits;
        this.tokens = tokens;
    }

    @Override
    public void routes(AdminRoutes routes) {
        routes.ask("/explain", call -> Future.succeededFuture(AdminAnswer.ok(explain(call.body()))));
    }

    /**
     * A call that somebody asks about.
     *
     * @param string that their client signs, empty for none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    private record Asked(String method, Target target, MultiMap headers, byte[] body, String string) {
        String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }

        @Override
        public String toString() {
            return "Asked[" + method + "]";
        }
    }

    private JsonObject explain(JsonObject body) {
        Asked asked = asked(body);
        Directory now = directory.get();
        Tenant tenant = tenant(now, body, asked);
        JsonObject answer = new JsonObject().put("tenant", tenant.id()).put("plans", plans(tenant, asked));
        try {
            List<Route> several = DryRun.routes(now, tenant, asked.method, asked.target, asked.headers, asked.body);
            if (several.isEmpty()) {
                Optional<Route> route =
                        DryRun.route(now, tenant, asked.method, asked.target, asked.headers, asked.body, learned);
                answer.put("answered_by_gateway", route.isEmpty());
                route.ifPresent(found -> answer.put("route", route(found, tenant)));
            } else {
                JsonArray routes = new JsonArray();
                several.forEach(found -> routes.add(route(found, tenant)));
                answer.put("answered_by_gateway", false).put("routes", routes);
            }
        } catch (FailureException refusal) {
            answer.put(
                    "refused",
                    new JsonObject()
                            .put("error", refusal.failure().kind().slug())
                            .put("detail", refusal.failure().detail()));
        }
        List<String> hints = DryRun.hints(tenant, asked.method, asked.target, asked.headers, asked.body);
        return answer.put("hints", new JsonArray(hints)).put("signature", signature(asked, tenant));
    }

    /** The plans that hold for the call, as they stand now in this process. */
    private JsonArray plans(Tenant tenant, Asked asked) {
        Stream<@Nullable PlanLimit> all = Stream.concat(
                Stream.of(tenant).map(limits.plans()::of),
                credential(tenant, asked).map(credential -> limits.plans().of(tenant, credential)));
        JsonArray plans = new JsonArray();
        all.flatMap(Stream::ofNullable).map(ExplainResource::plan).forEach(plans::add);
        return plans;
    }

    private static JsonObject plan(PlanLimit limit) {
        Verdict now = limit.look();
        return new JsonObject()
                .put("of", limit.name())
                .put("per_second", limit.plan().perSecond())
                .put("burst", limit.plan().burst())
                .put("remaining", now.remaining())
                .put("next_ms", now.dueMillis())
                .put("alone", now.degraded());
    }

    /** Those of the tenant's that the call shows: an access id, or an API key. */
    private static Stream<Credential> credential(Tenant tenant, Asked asked) {
        String shown = asked.header("X-API-Key");
        String sha256 = shown.isEmpty() ? "" : Digest.sha256(shown);
        return Stream.concat(
                signed(tenant, asked),
                tenant.credentials().stream()
                        .filter(credential -> credential instanceof Credential.ApiKey key
                                && key.sha256().equals(sha256)));
    }

    private static Asked asked(JsonObject body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (body.getValue("headers") instanceof JsonObject given) {
            given.forEach(entry -> headers.add(entry.getKey(), String.valueOf(entry.getValue())));
        }
        String method = AdminCall.optionalText(body, "method").orElse("GET").toUpperCase(Locale.ROOT);
        String content = AdminCall.optionalText(body, "body").orElse("");
        try {
            return new Asked(
                    HttpMethod.valueOf(method).name(),
                    Target.parse(AdminCall.text(body, "path")),
                    headers,
                    content.getBytes(StandardCharsets.UTF_8),
                    AdminCall.optionalText(body, "string").orElse(""));
        } catch (FailureException | IllegalArgumentException unusable) {
            throw AdminProblem.badRequest("method and path must be those of a call: " + unusable.getMessage());
        }
    }

    private static Tenant tenant(Directory now, JsonObject body, Asked asked) {
        Optional<String> id = AdminCall.optionalText(body, "tenant");
        if (id.isPresent()) {
            return Optional.ofNullable(now.tenants().get(id.get()))
                    .orElseThrow(() -> AdminProblem.notFound("there is no tenant of this id"));
        }
        return now.tenants().values().stream()
                .filter(tenant -> signed(tenant, asked).findAny().isPresent())
                .findFirst()
                .orElseThrow(() -> AdminProblem.badRequest(
                        "name the tenant, or give the header client_id with one of its access ids"));
    }

    private static Stream<Credential.Signed> signed(Tenant tenant, Asked asked) {
        return tenant.credentials().stream()
                .filter(Credential.Signed.class::isInstance)
                .map(Credential.Signed.class::cast)
                .filter(signed -> signed.accessId().equals(asked.header("client_id")));
    }

    private JsonObject route(Route route, Tenant tenant) {
        String region = route.region().id();
        String project = route.project().accessId();
        JsonArray inTheWay = new JsonArray();
        Stream.of(BreakerKey.transport(region), BreakerKey.access(region, project))
                .flatMap(key -> breakers.find(key).stream())
                .forEach(state -> inTheWay.add(BreakersResource.view(state)));
        BudgetAccount account = limits.budgets().of(project);
        return new JsonObject()
                .put("region", region)
                .put("base_url", route.region().baseUrl().toString())
                .put("because", route.reason())
                .put("project", project)
                .put("breakers", inTheWay)
                .put("plan", tenant.plan() == null ? null : tenant.plan().perSecond())
                .put("budget_used", account.used())
                .put("budget", tenant.budget() == null ? null : tenant.budget().callsPerMonth())
                .put("budget_closed_by_cloud", account.closed())
                .put("token", token(new TokenKey.OfProject(project, region)));
    }

    private JsonObject token(TokenKey key) {
        return tokens.states().stream()
                .filter(state -> state.key().equals(key))
                .findFirst()
                .map(TokensResource::view)
                .orElseGet(() -> new JsonObject().put("source", "none yet: the first call gets one"));
    }

    private static JsonObject signature(Asked asked, Tenant tenant) {
        SignableRequest request = new SignableRequest(
                asked.method, asked.target.path(), asked.target.query(), asked.body, signedHeaders(asked));
        Identity identity = new Identity(
                asked.header("client_id"), asked.header("access_token"), asked.header("t"), asked.header("nonce"));
        SignatureExplainer explainer = new SignatureExplainer(new CanonicalRequest(new ContentHash()));
        List<Hmac> keys = signed(tenant, asked)
                .flatMap(credential -> credential.secrets().all().stream())
                .map(Hmac::new)
                .toList();
        boolean bySign = asked.string.isEmpty() && !asked.header("sign").isEmpty() && !keys.isEmpty();
        SignatureExplanation explanation = bySign
                ? explainer.explainSign(request, identity, asked.header("sign"), keys)
                : explainer.explainText(request, identity, asked.string);
        JsonObject answer = new JsonObject().put("must_cover", explanation.message());
        boolean compared = bySign || !asked.string.isEmpty();
        return compared ? answer.mergeIn(verdict(explanation)) : answer;
    }

    private static JsonObject verdict(SignatureExplanation explanation) {
        SignatureExplanation.Difference difference = explanation.difference();
        if (difference == null) {
            return new JsonObject().put("right", true);
        }
        return new JsonObject()
                .put("right", false)
                .put("line", difference.line())
                .put("column", difference.column())
                .put("expected", difference.expected())
                .put("found", difference.found())
                .put("likely_cause", difference.cause());
    }

    private static List<SignedHeader> signedHeaders(Asked asked) {
        return Stream.of(asked.header("Signature-Headers").split(":", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> new SignedHeader(name, asked.header(name)))
                .toList();
    }
}
