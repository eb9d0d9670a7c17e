package io.tuyere;

import io.tuyere.core.RegionalWriteTable;
import io.tuyere.gateway.Addressee;
import io.tuyere.gateway.Admission;
import io.tuyere.gateway.BudgetPage;
import io.tuyere.gateway.FanOut;
import io.tuyere.gateway.Gateway;
import io.tuyere.gateway.Identifier;
import io.tuyere.gateway.Inquiry;
import io.tuyere.gateway.LocatePage;
import io.tuyere.gateway.MergedLists;
import io.tuyere.gateway.OAuth;
import io.tuyere.gateway.OAuthSessions;
import io.tuyere.gateway.RegionStacks;
import io.tuyere.gateway.RegionalWrites;
import io.tuyere.gateway.Relay;
import io.tuyere.gateway.Router;
import io.tuyere.gateway.SignIns;
import io.tuyere.gateway.TokenReader;
import io.tuyere.gateway.Tunnels;
import io.tuyere.gateway.Verifier;
import io.tuyere.http.ForwardProxy;
import io.tuyere.http.FramingGuard;
import io.tuyere.http.LastWords;
import io.tuyere.http.ProxyHandler;
import io.tuyere.http.PublicApi;
import io.tuyere.http.SlowBodies;
import io.tuyere.http.Watchman;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.InboundVerifier;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.HmacKeys;
import io.tuyere.upstream.LoopLag;
import io.tuyere.upstream.RegionStack;
import io.tuyere.upstream.TunnelConnector;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;

/** Constructs what one event loop has of its own, from the edge to the regions; used on that event loop only. */
final class EdgeWiring {
    private final Wiring process;
    private final Vertx vertx;

    EdgeWiring(Wiring process, Vertx vertx) {
        this.process = process;
        this.vertx = vertx;
    }

    /** What answers calls, and everything behind it. */
    ProxyHandler proxy() {
        Deadlines deadlines = deadlines();
        CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
        HmacKeys keys = new HmacKeys();
        RegionStacks stacks = stacks(deadlines, canonical, keys);
        Admission admission = new Admission(process.limits.plans(), process.limits.meters(), process.limits::dryRun);
        Inquiry inquiry = new Inquiry(stacks, deadlines, process.wholeReplies, process.fanOuts);
        OAuthSessions oauthSessions = new OAuthSessions(process.tickets, process.gatewayTokens, process.clock);
        Gateway gateway = new Gateway(
                process.directory,
                new Addressee(process::publicUrl),
                new Identifier(process.identityProviders.clients()),
                new Verifier(
                        new InboundVerifier(canonical),
                        keys,
                        process.clientSecrets,
                        new TokenReader(process.gatewayTokens, process.clock),
                        process.meters,
                        process.clock),
                admission,
                new Router(process.templates, process.learned),
                new SignIns(process.gatewayTokens, process.tokens, process.learned, process::publicUrl, process.clock),
                new Relay(process.learned, process::publicUrl),
                new OAuth(
                        process.tickets,
                        oauthSessions,
                        process.tokens,
                        process::publicUrl,
                        process.meters,
                        process.clock),
                oauthSessions,
                new BudgetPage(process.limits.budgets(), process.clock),
                stacks,
                process.templates,
                process.learned,
                new FanOut(
                        inquiry,
                        new MergedLists(inquiry, process.sealedValues, admission, process.templates, process.clock),
                        new RegionalWrites(
                                inquiry,
                                process.outcomes,
                                admission,
                                RegionalWriteTable.builtIn()
                                        .with(process.configuration.upstream().regionalWrites()),
                                process.templates,
                                process.clock),
                        admission,
                        process.templates,
                        process.learned,
                        process.clock),
                new LocatePage(process.locator, inquiry, admission, process.clock));
        return new ProxyHandler(
                gateway,
                process.answers,
                deadlines,
                process.meters,
                process.tenantMeters,
                process.tracing,
                process.accessLog,
                process.failures,
                process.brake,
                process.configuration.server().maxBodyBytes(),
                process.bodyMemory,
                new SlowBodies(vertx, process.configuration.server().limits()),
                process.configuration.upstream().callTimeout().toMillis());
    }

    /** What leads to data centres for clients that take the gateway for their HTTP proxy. */
    ForwardProxy forwardProxy() {
        Duration connectTimeout = process.configuration.upstream().connectTimeout();
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setTcpNoDelay(true);
        return new ForwardProxy(
                new Tunnels(
                        process.directory,
                        new Identifier(process.identityProviders.clients()),
                        process.clientSecrets,
                        process.configuration.proxy().requireCredentials()),
                new TunnelConnector(vertx.createNetClient(options), process.breakers, connectTimeout),
                process.tunnels,
                process.answers,
                process.meters,
                process.accessLog,
                process.brake);
    }

    PublicApi publicApi() {
        return new PublicApi(
                vertx,
                process.directory,
                deadlines(),
                process.configuration.upstream().callTimeout().toMillis(),
                process.accessLog);
    }

    FramingGuard framingGuard() {
        return new FramingGuard(
                process.answers,
                process.meters,
                process.accessLog,
                process.configuration.server().limits().maxFields());
    }

    Watchman watchman() {
        return new Watchman(
                vertx,
                process.configuration.server(),
                new LastWords(process.answers),
                process.meters,
                process.accessLog);
    }

    /** Ways to the regions of this event loop, apart from those of its calls. */
    RegionStacks stacks() {
        return stacks(deadlines(), new CanonicalRequest(new ContentHash()), new HmacKeys());
    }

    private RegionStacks stacks(Deadlines deadlines, CanonicalRequest canonical, HmacKeys keys) {
        RegionStack.Parts parts = parts(deadlines, canonical, keys);
        return new RegionStacks(region -> RegionStack.of(region, parts));
    }

    Deadlines deadlines() {
        Deadlines deadlines = new Deadlines(vertx);
        process.running.add(deadlines);
        return deadlines;
    }

    private RegionStack.Parts parts(Deadlines deadlines, CanonicalRequest canonical, HmacKeys keys) {
        return new RegionStack.Parts(
                vertx,
                new CloudClients(vertx, process.configuration.upstream(), process.trust)::of,
                new OutboundSigner(canonical),
                keys,
                process.projectSecrets,
                process.tokens,
                deadlines,
                process.breakers,
                process.retries,
                process.connections,
                process.bulkheads,
                process.cache,
                lag(),
                process.codes,
                process.limits.pace(),
                process.limits.budgets(),
                process.meters,
                process.configuration.upstream(),
                process.clock,
                Wiring::elapsedMillis);
    }

    private LoopLag lag() {
        LoopLag lag = new LoopLag(
                Wiring::elapsedMillis,
                process.configuration.upstream().shedLag().toMillis());
        process.lags.add(lag);
        long unused = vertx.setPeriodic(LoopLag.PERIOD_MILLIS, fired -> lag.tick());
        return lag;
    }
}
