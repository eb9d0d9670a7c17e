package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Tenant;
import io.tuyere.observe.CallTrace;
import io.tuyere.observe.Stage;
import io.tuyere.token.TokenKey;
import io.tuyere.token.UpstreamToken.Login;
import io.tuyere.upstream.Reply;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call: who is it, is it really them, may they, where to, and there and back. One per event loop; owner's event loop only.
 */
public final class Gateway {
    private static final Future<Void> RECALLED = Future.succeededFuture();

    private final Supplier<Directory> directory;
    private final Addressee addressee;
    private final Identifier identifier;
    private final Verifier verifier;
    private final Admission admission;
    private final Router router;
    private final SignIns signIns;
    private final Relay relay;
    private final OAuth oauth;
    private final OAuthSessions oauthSessions;
    private final BudgetPage budgetPage;
    private final RegionStacks stacks;
    private final PathTemplates templates;
    private final LearnedRegions learned;
    private final Discovery discovery;
    private final Hints hints;
    private final FanOut fanOut;
    private final LocatePage locatePage;

    /** The stages and what they share. */
    public Gateway(
            Supplier<Directory> directory,
            Addressee addressee,
            Identifier identifier,
            Verifier verifier,
            Admission admission,
            Router router,
            SignIns signIns,
            Relay relay,
            OAuth oauth,
            OAuthSessions oauthSessions,
            BudgetPage budgetPage,
            RegionStacks stacks,
            PathTemplates templates,
            LearnedRegions learned,
            FanOut fanOut,
            LocatePage locatePage) {
        this.directory = directory;
        this.addressee = addressee;
        this.identifier = identifier;
        this.verifier = verifier;
        this.admission = admission;
        this.router = router;
        this.signIns = signIns;
        this.relay = relay;
        this.oauth = oauth;
        this.oauthSessions = oauthSessions;
        this.budgetPage = budgetPage;
        this.stacks = stacks;
        this.templates = templates;
        this.learned = learned;
        this.discovery = new Discovery(templates, learned);
        this.hints = new Hints(router);
        this.fanOut = fanOut;
        this.locatePage = locatePage;
    }

    /** The answer to a call; fails with a {@code FailureException}, or with a bug. */
    public Future<Reply> handle(Exchange exchange) {
        Directory known = directory.get();
        CallTrace trace = exchange.lifetime().trace();
        try {
            trace.enters(Stage.IDENTIFY);
            addressee.check(exchange.target(), exchange.host(), known);
            if (exchange.endpoint().forBrowsers()) {
                return oauth.answer(exchange, known, stacks);
            }
        } catch (FailureException refusal) {
            return Future.failedFuture(refusal);
        }
        return identify(exchange, known)
                .compose(client -> admit(exchange, client))
                .compose(admitted -> exchange.relayed() ? recallToken(exchange) : RECALLED)
                .compose(recalled -> routeAndSend(exchange, known, learned.shared()));
    }

    private Future<Client> identify(Exchange exchange, Directory known) {
        return identifier.identify(exchange, known).onFailure(cause -> {
            if (cause instanceof FailureException refusal
                    && refusal.failure().kind() == Failure.Kind.UNKNOWN_CREDENTIAL) {
                verifier.verifyUnknown(exchange);
            }
        });
    }

    /** Some time may have passed in which keys were fetched, and with it the call's. */
    private Future<Void> admit(Exchange exchange, Client client) {
        CallTrace trace = exchange.lifetime().trace();
        if (exchange.lifetime().over()) {
            throw new Failure.ClientGone().toException();
        }
        exchange.identified(client);
        trace.enters(Stage.VERIFY);
        verifier.verify(exchange);
        trace.enters(Stage.ADMIT);
        return admission.admit(exchange);
    }

    /** The token of a relayed call may have been issued through another instance. */
    private Future<Void> recallToken(Exchange exchange) {
        return RelayedTokens.shown(exchange)
                .map(token -> learned.recall(exchange.client().tenant().id(), token))
                .orElse(RECALLED);
    }

    /** Before a guess decides, the other instances are asked what they learned, once. */
    private Future<Reply> routeAndSend(Exchange exchange, Directory known, boolean mayRecall) {
        exchange.lifetime().trace().enters(Stage.ROUTE);
        try {
            if (fanOut.asked(exchange)) {
                return fanOut.answer(exchange, known);
            }
            Route route = router.route(exchange, known);
            if (mayRecall && route != null && route.byDefault()) {
                return recall(exchange, known);
            }
            exchange.routed(route);
            return send(exchange, known)
                    .map(reply -> hints.explained(exchange, known, reply))
                    .recover(cause -> Future.failedFuture(hints.explained(exchange, known, cause)));
        } catch (FailureException refusal) {
            return mayRecall && refusal.failure().kind() == Failure.Kind.NO_REGION
                    ? recall(exchange, known)
                    : Future.failedFuture(refusal);
        }
    }

    private Future<Reply> recall(Exchange exchange, Directory known) {
        Tenant tenant = exchange.client().tenant();
        return templates
                .match(exchange.target().path())
                .resource()
                .filter(resource -> tenant.regions().size() > 1)
                .map(resource -> learned.recall(tenant.id(), resource))
                .orElseGet(Future::succeededFuture)
                .compose(recalled -> routeAndSend(exchange, known, false));
    }

    private Future<Reply> send(Exchange exchange, Directory known) {
        if (exchange.relayed()) {
            return relay.pass(exchange, known, stacks).onSuccess(reply -> learn(exchange, reply));
        }
        return switch (exchange.endpoint()) {
            case BUSINESS ->
                forward(exchange, exchange.chosenRoute(), speaker(exchange))
                        .compose(reply -> discovery.unlessFound(
                                exchange, known, reply, route -> forward(exchange, route, ofProject(route))))
                        .onSuccess(reply -> learn(exchange, reply));
            case GRANT -> Future.succeededFuture(signIns.grant(exchange));
            case OAUTH_START, OAUTH_CALLBACK -> oauth.answer(exchange, known, stacks);
            case OAUTH_SESSION -> oauthSessions.answer(exchange);
            case BUDGET -> Future.succeededFuture(budgetPage.answer(exchange));
            case LOCATE -> locatePage.answer(exchange, known);
            case UNKNOWN_GRANT -> Future.failedFuture(new Failure.GrantInvalid().toException());
            case REFRESH -> signIns.refresh(exchange, stacks);
            case CODE_GRANT, APP_LOGIN -> signIn(exchange, known, Login.APP_USER);
            case PROJECT_LOGIN -> signIn(exchange, known, Login.PROJECT_USER);
        };
    }

    private Future<Reply> forward(Exchange exchange, Route route, @Nullable TokenKey speaker) {
        return stacks.of(route.region()).send(Outbound.call(exchange, route, speaker));
    }

    private Future<Reply> signIn(Exchange exchange, Directory known, Login login) {
        return forward(exchange, exchange.chosenRoute(), null)
                .compose(reply -> signIns.signedIn(exchange, known, login, reply));
    }

    private static TokenKey speaker(Exchange exchange) {
        Route route = exchange.chosenRoute();
        return exchange.user().<TokenKey>map(user -> user).orElseGet(() -> ofProject(route));
    }

    private static TokenKey ofProject(Route route) {
        return new TokenKey.OfProject(route.project().accessId(), route.region().id());
    }

    private void learn(Exchange exchange, Reply reply) {
        if (exchange.client().tenant().regions().size() > 1 && reply.envelope().success()) {
            String tenant = exchange.client().tenant().id();
            String region = exchange.chosenRoute().region().id();
            templates
                    .match(exchange.target().path())
                    .resource()
                    .ifPresent(resource -> learned.learn(tenant, resource, region));
        }
    }
}
