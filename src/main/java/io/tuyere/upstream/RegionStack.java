package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Project;
import io.tuyere.core.Region;
import io.tuyere.limit.Budgets;
import io.tuyere.limit.Pace;
import io.tuyere.observe.Meters;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.token.TokenKey;
import io.tuyere.token.Tokens;
import io.tuyere.token.UpstreamToken;
import io.tuyere.wire.Dialer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Everything that stands between a call and one data centre, outermost first: {@link CachedUpstream} →
 * {@link CoalescedUpstream} → {@link TimedUpstream} → {@link BoundedUpstream} → {@link RetryingUpstream} →
 * {@link HedgedUpstream} → {@link GuardedUpstream} → {@link AuthorizedUpstream} → {@link PacedUpstream} →
 * {@link TracedUpstream} → {@link AdaptiveUpstream} → {@link RotatedUpstream} → {@link SignedUpstream} → {@link HttpUpstream}. Cached, Coalesced, Hedged and Adaptive are there
 * only where the configuration asks for them. One per region and event loop.
 *
 * <p>Beside it stands a shorter one, for calls whose clients sign for the cloud themselves: {@link TimedUpstream} →
 * {@link BoundedUpstream} → {@link GuardedUpstream} → {@link PacedUpstream} → {@link TracedUpstream} →
 * {@link AdaptiveUpstream} → {@link RelayedUpstream} → {@link HttpUpstream}. Both know the same limits and breakers.
 */
public final class RegionStack implements Upstream {
    private final Region region;
    private final RegionClock clock;
    private final AuthorizedUpstream authorized;
    private final Upstream first;
    private final Upstream relay;

    private RegionStack(
            Region region, RegionClock clock, AuthorizedUpstream authorized, Upstream first, Upstream relay) {
        this.region = region;
        this.clock = clock;
        this.authorized = authorized;
        this.first = first;
        this.relay = relay;
    }

    /**
     * What every stack of an event loop shares.
     *
     * @param clients what opens connections to a region
     * @param projectSecrets of the process
     * @param breakers of the process
     * @param retries of the process
     * @param connections of the process
     * @param bulkheads of the process
     * @param cache of the process
     * @param lag of the event loop
     * @param nowMillis this process's clock, in milliseconds since the epoch
     * @param elapsedMillis a clock that never goes back, in milliseconds of any origin
     */
    public record Parts(
            Vertx vertx,
            Function<Region, NetClient> clients,
            OutboundSigner signer,
            HmacKeys keys,
            ProjectSecrets projectSecrets,
            Tokens tokens,
            Deadlines deadlines,
            Breakers breakers,
            RetryBudgets retries,
            ConnectionPools connections,
            Bulkheads bulkheads,
            ReplyCache cache,
            LoopLag lag,
            CloudCodes codes,
            Pace pace,
            Budgets budgets,
            Meters meters,
            UpstreamSettings settings,
            LongSupplier nowMillis,
            LongSupplier elapsedMillis) {}

    /** Builds the stack. */
    public static RegionStack of(Region region, Parts parts) {
        String id = region.id();
        Meters.OfRegion meters = parts.meters.region(id);
        RegionClock clock = new RegionClock(parts.nowMillis, meters::clockAhead);
        long limitMillis = parts.settings.callTimeout().toMillis();

        Dialer dialer = new Dialer(
                parts.clients.apply(region),
                HttpUpstream.remote(region),
                parts.elapsedMillis,
                meters::reachedByLastAddress);
        HttpUpstream http =
                new HttpUpstream(parts.vertx, dialer, region, parts.codes, parts.settings, parts.connections.of(id));
        Upstream signed = new RotatedUpstream(
                new SignedUpstream(http, parts.signer, parts.keys, clock), id, parts.projectSecrets);
        GradientLimit limit = AdaptiveUpstream.limit(parts.settings);
        Upstream paced = paced(new TracedUpstream(adaptive(signed, id, limit, parts), region), region, parts);
        CloudTokens cloudTokens = new CloudTokens(
                region, retrying(signed, id, parts), parts.deadlines, limitMillis, parts.nowMillis, meters);
        AuthorizedUpstream authorized = new AuthorizedUpstream(paced, parts.tokens, cloudTokens, meters);
        Upstream tried = retrying(hedged(guarded(authorized, id, parts), id, parts), id, parts);
        Upstream first = cached(coalesced(entered(tried, id, parts), id, parts), id, parts);
        Upstream plain = adaptive(new RelayedUpstream(http, meters), id, limit, parts);
        Upstream relayed = paced(new TracedUpstream(plain, region), region, parts);
        Upstream relay = entered(guarded(relayed, id, parts), id, parts);
        return new RegionStack(region, clock, authorized, first, relay);
    }

    private static Upstream paced(Upstream next, Region region, Parts parts) {
        return new PacedUpstream(
                next, region, parts.pace, parts.budgets, parts.meters.region(region.id()), parts.elapsedMillis);
    }

    private static Upstream guarded(Upstream next, String region, Parts parts) {
        long limitMillis = parts.settings.callTimeout().toMillis();
        return new GuardedUpstream(next, parts.breakers.of(region), parts.elapsedMillis, limitMillis);
    }

    private static Upstream entered(Upstream next, String region, Parts parts) {
        Upstream bounded = new BoundedUpstream(next, region, parts.bulkheads, parts.lag);
        return new TimedUpstream(bounded, parts.meters.region(region));
    }

    private static Upstream adaptive(Upstream next, String region, GradientLimit limit, Parts parts) {
        if (!parts.settings.adaptive()) {
            return next;
        }
        return new AdaptiveUpstream(
                next,
                region,
                limit,
                System::nanoTime,
                GuardedUpstream.fairMillis(parts.settings.callTimeout().toMillis()));
    }

    private static Upstream hedged(Upstream next, String region, Parts parts) {
        long afterMillis = parts.settings.reads().hedgeAfter().toMillis();
        return afterMillis == 0
                ? next
                : new HedgedUpstream(
                        next, afterMillis, parts.retries.of(region), parts.vertx, parts.meters.region(region));
    }

    private static Upstream coalesced(Upstream next, String region, Parts parts) {
        Set<String> shared = parts.settings.reads().sharedTemplates();
        return shared.isEmpty()
                ? next
                : new CoalescedUpstream(
                        next,
                        region,
                        shared,
                        PathTemplates.builtIn(),
                        parts.deadlines,
                        parts.settings.callTimeout().toMillis(),
                        parts.meters.region(region));
    }

    private static Upstream cached(Upstream next, String region, Parts parts) {
        return parts.cache.used()
                ? new CachedUpstream(next, region, parts.cache, PathTemplates.builtIn(), parts.meters.region(region))
                : next;
    }

    private static Upstream retrying(Upstream next, String region, Parts parts) {
        RetryPolicy policy =
                new RetryPolicy(bound -> ThreadLocalRandom.current().nextInt(bound));
        return new RetryingUpstream(next, policy, parts.retries.of(region), parts.vertx, parts.meters.region(region));
    }

    /** The region it leads to. */
    public Region region() {
        return region;
    }

    /** The region's clock as this event loop knows it. */
    public RegionClock clock() {
        return clock;
    }

    /** The live token of a speaker; fails as a call of theirs would. */
    public Future<UpstreamToken> token(Project project, TokenKey speaker) {
        return authorized.token(project, speaker);
    }

    /** The way for calls that are signed already: as they are, and once. */
    public Upstream relay() {
        return relay;
    }

    /** The token of a speaker, asked of the cloud anew; fails as a call of theirs would. */
    public Future<UpstreamToken> renew(Project project, TokenKey speaker) {
        return authorized.renew(project, speaker);
    }

    @Override
    public Future<Reply> send(Call call) {
        return first.send(call);
    }
}
