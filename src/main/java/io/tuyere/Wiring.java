package io.tuyere;

import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.Configuration;
import io.tuyere.config.Generations;
import io.tuyere.config.Reading;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CountryTable;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.ClientSecrets;
import io.tuyere.gateway.Directories;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.LearnedRegions;
import io.tuyere.gateway.LocalSingleUse;
import io.tuyere.gateway.Locator;
import io.tuyere.gateway.MemoryOutcomes;
import io.tuyere.gateway.Outcomes;
import io.tuyere.gateway.RedisOutcomes;
import io.tuyere.gateway.RedisRegions;
import io.tuyere.gateway.RedisSingleUse;
import io.tuyere.gateway.SingleUse;
import io.tuyere.gateway.Tickets;
import io.tuyere.http.AccessLog;
import io.tuyere.http.BodyMemory;
import io.tuyere.http.ClientAddresses;
import io.tuyere.http.Doors;
import io.tuyere.http.GuessBrake;
import io.tuyere.http.ServerCertificate;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.TunnelShares;
import io.tuyere.limit.FleetLimits;
import io.tuyere.limit.Limiters;
import io.tuyere.limit.Limits;
import io.tuyere.limit.Pace;
import io.tuyere.observe.AccessWriter;
import io.tuyere.observe.FanOutMeters;
import io.tuyere.observe.Logs;
import io.tuyere.observe.Meters;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.observe.RecentFailures;
import io.tuyere.observe.TenantMeters;
import io.tuyere.observe.Tracing;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.SealedValues;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.MemoryTokenStore;
import io.tuyere.token.RedisTokenStore;
import io.tuyere.token.TokenStore;
import io.tuyere.token.Tokens;
import io.tuyere.upstream.Breakers;
import io.tuyere.upstream.Bulkheads;
import io.tuyere.upstream.ConnectionPools;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.HeldBytes;
import io.tuyere.upstream.LoopLag;
import io.tuyere.upstream.ProjectSecrets;
import io.tuyere.upstream.ReplyCache;
import io.tuyere.upstream.RetryBudgets;
import io.tuyere.upstream.WholeReplies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Constructs and connects everything. What the process shares is made once, in the constructor; what each event loop has of its
 * own is made by {@link EdgeWiring}, the management port by {@link ManagementWiring}.
 */
final class Wiring {
    /** Of one region's answer that is put together with others. */
    private static final int WHOLE_REPLY_BYTES = 1024 * 1024;

    /** Of all such answers together, unless an eighth of the heap is less. */
    private static final long REGIONAL_BYTES = 64L * 1024 * 1024;

    private static final int REGIONAL_OF_HEAP = 8;

    /** A quarter: a body that grows is twice in memory for a moment, and there is more than bodies. */
    private static final int BODIES_OF_HEAP = 4;

    final Configuration configuration;
    final LongSupplier clock;
    final Meters meters = new Meters();
    final Logs logs = new Logs();
    final CloudCodes codes = CloudCodes.builtIn();
    final PathTemplates templates = PathTemplates.builtIn();
    final Optional<SharedState> shared;
    final LearnedRegions learned;
    final Tokens tokens;
    final Answers answers;
    final Breakers breakers = new Breakers(templates, codes, meters, Wiring::elapsedMillis);
    private final Optional<AccessWriter> accessWriter;
    final AccessLog accessLog;
    final Tracing tracing;
    final TenantMeters tenantMeters;
    final List<LoopLag> lags = new CopyOnWriteArrayList<>();
    final Doors doors;
    final GuessBrake brake;
    final TunnelShares tunnels;
    final List<Deadlines> running = new CopyOnWriteArrayList<>();
    final ClientSecrets clientSecrets;
    final ProjectSecrets projectSecrets = new ProjectSecrets(meters, Wiring::elapsedMillis);
    final RetryBudgets retries = new RetryBudgets(meters);
    final ConnectionPools connections = new ConnectionPools(meters);
    final FanOutMeters fanOuts = meters.fanOuts();
    final Bulkheads bulkheads;
    final ReplyCache cache;
    final BodyMemory bodyMemory = new BodyMemory(Runtime.getRuntime().maxMemory() / BODIES_OF_HEAP);
    final Optional<FleetLimits> fleet;
    final Limits limits;
    final GatewayTokens gatewayTokens;
    final SealedValues sealedValues;
    final Outcomes outcomes;
    final Locator locator;
    final HeldBytes fanOutBytes =
            new HeldBytes(Math.min(REGIONAL_BYTES, Runtime.getRuntime().maxMemory() / REGIONAL_OF_HEAP));
    final WholeReplies wholeReplies = new WholeReplies(WHOLE_REPLY_BYTES, fanOutBytes, codes);
    final Tickets tickets;
    final Directories directory;
    final Optional<StoredTenants> stored;
    final RecentFailures failures;
    final Generations generations;

    /** What the data port proves itself with; empty where it speaks plain HTTP. */
    final Optional<ServerCertificate> certificate;

    final Optional<TrustOptions> trust;
    private final TenantCleanup cleanup;
    final IdentityProviders identityProviders;
    private volatile URI publicUrl;
    private volatile Optional<ConfigWatcher> watcher = Optional.empty();

    Wiring(Vertx vertx, Configuration configuration) {
        this(vertx, configuration, System::currentTimeMillis);
    }

    /** By a clock in milliseconds since the epoch. */
    Wiring(Vertx vertx, Configuration configuration, LongSupplier clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.answers = new Answers(clock);
        this.clientSecrets = new ClientSecrets(meters, clock);
        logs.apply(configuration.observe().logging());
        ObserveSettings observe = configuration.observe();
        this.accessWriter = observe.accessLog().off()
                ? Optional.empty()
                : Optional.of(new AccessWriter(observe.accessLog(), meters));
        ClientAddresses addresses = new ClientAddresses(configuration.server().trustedProxies());
        this.accessLog = new AccessLog(observe.accessLog(), addresses, accessWriter.orElse(null));
        meters.process(VersionCommand.version());
        this.tenantMeters = meters.tenants(observe.metrics());
        this.tracing = new Tracing(observe.tracing(), VersionCommand.version(), meters);
        this.generations = new Generations(configuration, clock);
        this.brake = new GuessBrake(vertx, addresses, System::nanoTime);
        this.doors = new Doors(configuration.server().maxConnections());
        this.tunnels = new TunnelShares(configuration.proxy(), System::nanoTime);
        this.bulkheads = new Bulkheads(configuration.upstream(), meters);
        this.cache = new ReplyCache(configuration.upstream().reads(), meters, Wiring::elapsedMillis);
        this.shared = configuration.redis().map(settings -> SharedState.of(vertx, settings, meters, clock));
        this.learned = shared.map(state -> new LearnedRegions(new RedisRegions(vertx, state.link())))
                .orElseGet(LearnedRegions::new);
        this.tokens = new Tokens(
                shared.<TokenStore>map(state -> redisTokens(vertx, state)).orElseGet(MemoryTokenStore::new), clock);
        Limits.Clocks clocks = clocks(vertx);
        this.fleet = shared.map(
                state -> new FleetLimits(vertx, state.link(), state.announcements(), configuration.limits(), clocks));
        this.limits = new Limits(
                configuration.limits(),
                fleet.map(FleetLimits::leased).orElseGet(() -> Limiters.local(clocks.nanos())),
                fleet.map(FleetLimits::exact).orElseGet(() -> Limiters.local(clocks.nanos())),
                clocks,
                meters.limits());
        List<Secret> masterKeys = masterKeys(configuration);
        this.gatewayTokens = new GatewayTokens(masterKeys, clock);
        this.sealedValues = new SealedValues(masterKeys);
        this.locator = new Locator(learned);
        this.outcomes = shared.<Outcomes>map(state -> new RedisOutcomes(state.link(), sealedValues))
                .orElseGet(() -> new MemoryOutcomes(clock));
        this.tickets = new Tickets(
                sealedValues,
                shared.<SingleUse>map(state -> new RedisSingleUse(state.link())).orElseGet(LocalSingleUse::new),
                clock);
        this.failures = new RecentFailures(clock);
        this.directory = new Directories(directory(configuration));
        this.stored = shared.filter(state -> inRedis(configuration))
                .map(state -> StoredTenants.of(vertx, configuration, state, directory));
        this.publicUrl = configuration.publicUrl();
        this.trust = configuration.upstream().trust().map(TrustedAuthorities::and);
        this.identityProviders = IdentityProviders.of(vertx, directory, trust, meters, clock);
        this.certificate = configuration.server().tls().map(tls -> certificate(vertx, configuration.server(), tls));
        this.cleanup = new TenantCleanup(vertx, this);
        new ProcessGauges(this).register();
    }

    private RedisTokenStore redisTokens(Vertx vertx, SharedState state) {
        SealedValues values = new SealedValues(configuration.secrets().masterKeys());
        return new RedisTokenStore(vertx, state.link(), state.announcements(), values, state.meters(), clock);
    }

    /** Begins to connect to what is outside; completes when it is known whether that can be had, and does not fail. */
    Future<Void> connect() {
        cleanup.start();
        return shared.map(SharedState::start)
                .orElseGet(Future::succeededFuture)
                .compose(known -> stored.map(StoredTenants::start).orElseGet(Future::succeededFuture))
                .compose(known -> fleet.map(joining -> joining.start(limits)).orElseGet(Future::succeededFuture))
                .onSuccess(known -> identityProviders.keys().start());
    }

    /** Closes what {@link #connect} opened. */
    Future<Void> disconnect() {
        cleanup.close();
        identityProviders.keys().stop();
        return fleet.map(leaving -> leaving.close(limits.budgets()))
                .orElseGet(Future::succeededFuture)
                .compose(left -> stored.map(StoredTenants::close).orElseGet(Future::succeededFuture))
                .compose(left -> shared.map(SharedState::close).orElseGet(Future::succeededFuture));
    }

    /** Writes the last lines of the access log, sends the last traces; both block for a while. */
    boolean tellTheLast() {
        accessWriter.ifPresent(AccessWriter::close);
        tracing.close();
        return true;
    }

    /** Lets calls from now on see the tenants, regions and countries of another configuration. */
    void swap(Configuration changed) {
        Directory next = directory(changed);
        if (stored.isPresent()) {
            stored.get().tables(next.regions(), next.countries());
        } else if (inRedis(changed)) {
            directory.tables(next.regions(), next.countries()); // another store waits for a restart
        } else {
            directory.replace(next);
        }
        limits.apply(changed.limits());
        certificate.ifPresent(held -> changed.server().tls().ifPresent(held::renew));
        logs.apply(changed.observe().logging());
    }

    /** What reads the configuration again, once there is such a thing. */
    Optional<ConfigWatcher> watcher() {
        return watcher;
    }

    ConfigWatcher watch(Vertx vertx, Supplier<Reading> reader, Reading first) {
        ConfigWatcher made = new ConfigWatcher(vertx, reader, first, this::swap, generations, meters);
        watcher = Optional.of(made);
        return made;
    }

    /** The tenants and tables of a configuration; tenants that are kept in Redis are still to come. */
    static Directory directory(Configuration configuration) {
        RegionTable regions =
                RegionTable.builtIn().with(List.copyOf(configuration.regions().values()));
        CountryTable countries = CountryTable.builtIn().withRegions(configuration.countries());
        return inRedis(configuration)
                ? Directory.awaiting(regions, countries)
                : new Directory(regions, countries, configuration.tenants());
    }

    static boolean inRedis(Configuration configuration) {
        return configuration.redis().filter(RedisSettings::tenants).isPresent();
    }

    /** Without a configured key, tokens of the gateway live as long as the process. */
    private static List<Secret> masterKeys(Configuration configuration) {
        if (!configuration.secrets().masterKeys().isEmpty()) {
            return configuration.secrets().masterKeys();
        }
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return List.of(Secret.of(key));
    }

    /** Where clients reach this gateway. */
    URI publicUrl() {
        return publicUrl;
    }

    /** The port that was taken. A public URL with port 0 leaves the choice to the system, as {@code server.port} does. */
    void listensOn(int port) {
        URI url = configuration.publicUrl();
        if (url.getPort() == 0) {
            publicUrl = URI.create(url.getScheme() + "://" + url.getHost() + ":" + port);
        }
    }

    /** What is missing though calls are taken, for people; empty when nothing is. */
    String lacking() {
        return shared.filter(state -> !state.state().up())
                .map(state -> "redis: " + state.state().reason())
                .or(() -> stored.map(StoredTenants::lacking))
                .orElse("");
    }

    /** What has to come before calls can be taken, for people; empty when nothing has. */
    String awaited() {
        return directory.get().complete() ? "" : "tenants: not read from redis yet";
    }

    int tenants() {
        return directory.get().tenants().size();
    }

    private ServerCertificate certificate(Vertx vertx, ServerSettings settings, ServerSettings.Tls tls) {
        TlsEngines.announce();
        return new ServerCertificate(
                vertx, tls, settings.limits().headerTimeout().toMillis(), meters);
    }

    private Limits.Clocks clocks(Vertx vertx) {
        long began = System.nanoTime();
        LongSupplier nanos = () -> System.nanoTime() - began;
        Pace.Alarm alarm = (millis, action) -> {
            long unused = vertx.setTimer(millis, rung -> action.run());
        };
        return new Limits.Clocks(nanos, clock, alarm);
    }

    /** Time that a change of the clock does not touch. */
    static long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
