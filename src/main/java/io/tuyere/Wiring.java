package io.tuyere;

import io.tuyere.admin.AdminApi;
import io.tuyere.admin.AdminResource;
import io.tuyere.admin.BreakersResource;
import io.tuyere.admin.ConfigResource;
import io.tuyere.admin.CountriesResource;
import io.tuyere.admin.ExplainResource;
import io.tuyere.admin.FailuresResource;
import io.tuyere.admin.LearnedRegionsResource;
import io.tuyere.admin.LimitsResource;
import io.tuyere.admin.LogLevelsResource;
import io.tuyere.admin.ManagementServer;
import io.tuyere.admin.RegionsResource;
import io.tuyere.admin.StatusResource;
import io.tuyere.admin.TenantsResource;
import io.tuyere.admin.TokensResource;
import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.Configuration;
import io.tuyere.config.Generations;
import io.tuyere.config.Reading;
import io.tuyere.config.TenantFormReader;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CountryTable;
import io.tuyere.core.PathTemplates;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Secret;
import io.tuyere.core.Tenant;
import io.tuyere.doctor.Doctor;
import io.tuyere.doctor.Finding;
import io.tuyere.gateway.Addressee;
import io.tuyere.gateway.Admission;
import io.tuyere.gateway.Answers;
import io.tuyere.gateway.BudgetForecast;
import io.tuyere.gateway.BudgetPage;
import io.tuyere.gateway.Directories;
import io.tuyere.gateway.Directory;
import io.tuyere.gateway.FanOut;
import io.tuyere.gateway.Gateway;
import io.tuyere.gateway.Identifier;
import io.tuyere.gateway.Inquiry;
import io.tuyere.gateway.LearnedRegions;
import io.tuyere.gateway.LocalSingleUse;
import io.tuyere.gateway.LocatePage;
import io.tuyere.gateway.Locator;
import io.tuyere.gateway.MemoryOutcomes;
import io.tuyere.gateway.MergedLists;
import io.tuyere.gateway.OAuth;
import io.tuyere.gateway.OAuthSessions;
import io.tuyere.gateway.Outcomes;
import io.tuyere.gateway.RedisOutcomes;
import io.tuyere.gateway.RedisRegions;
import io.tuyere.gateway.RedisSingleUse;
import io.tuyere.gateway.RegionStacks;
import io.tuyere.gateway.RegionalWrites;
import io.tuyere.gateway.Relay;
import io.tuyere.gateway.Router;
import io.tuyere.gateway.SignIns;
import io.tuyere.gateway.SingleUse;
import io.tuyere.gateway.Tickets;
import io.tuyere.gateway.TokenReader;
import io.tuyere.gateway.Tunnels;
import io.tuyere.gateway.Verifier;
import io.tuyere.http.AccessLog;
import io.tuyere.http.BodyMemory;
import io.tuyere.http.Doors;
import io.tuyere.http.ForwardProxy;
import io.tuyere.http.FramingGuard;
import io.tuyere.http.GuessBrake;
import io.tuyere.http.LastWords;
import io.tuyere.http.ProxyHandler;
import io.tuyere.http.PublicApi;
import io.tuyere.http.ServerCertificate;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.TunnelShares;
import io.tuyere.http.Watchman;
import io.tuyere.limit.FleetLimits;
import io.tuyere.limit.Limiters;
import io.tuyere.limit.Limits;
import io.tuyere.limit.Pace;
import io.tuyere.observe.AccessWriter;
import io.tuyere.observe.Logs;
import io.tuyere.observe.Meters;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.observe.ProcessMeters;
import io.tuyere.observe.RecentFailures;
import io.tuyere.observe.TenantMeters;
import io.tuyere.observe.Tracing;
import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisState;
import io.tuyere.redis.SealedValues;
import io.tuyere.sign.CanonicalRequest;
import io.tuyere.sign.ContentHash;
import io.tuyere.sign.InboundVerifier;
import io.tuyere.sign.OutboundSigner;
import io.tuyere.tenant.TenantParser;
import io.tuyere.token.GatewayTokens;
import io.tuyere.token.MemoryTokenStore;
import io.tuyere.token.RedisTokenStore;
import io.tuyere.token.TokenStore;
import io.tuyere.token.Tokens;
import io.tuyere.upstream.Breakers;
import io.tuyere.upstream.Bulkheads;
import io.tuyere.upstream.Deadlines;
import io.tuyere.upstream.HeldBytes;
import io.tuyere.upstream.HmacKeys;
import io.tuyere.upstream.LoopLag;
import io.tuyere.upstream.RegionStack;
import io.tuyere.upstream.ReplyCache;
import io.tuyere.upstream.RetryBudgets;
import io.tuyere.upstream.TunnelConnector;
import io.tuyere.upstream.UpstreamSettings;
import io.tuyere.upstream.WholeReplies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Constructs and connects everything. What the process shares is made once in the constructor; {@link #edge} makes what each
 * event loop has of its own.
 */
final class Wiring {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    /** Of one region's answer that is put together with others. */
    private static final int WHOLE_REPLY_BYTES = 1024 * 1024;

    /** Of all such answers together. */
    private static final long HELD_BYTES = 64L * 1024 * 1024;

    private static final double MILLIS_PER_SECOND = 1_000;
    /** A quarter: a body that grows is twice in memory for a moment, and there is more than bodies. */
    private static final int BODIES_OF_HEAP = 4;

    private final Configuration configuration;
    private final LongSupplier clock;
    private final Meters meters = new Meters();
    private final Logs logs = new Logs();
    private final CloudCodes codes = CloudCodes.builtIn();
    private final PathTemplates templates = PathTemplates.builtIn();
    private final Optional<SharedState> shared;
    private final LearnedRegions learned;
    private final Tokens tokens;
    private final Answers answers;
    private final Breakers breakers = new Breakers(templates, codes, meters, Wiring::elapsedMillis);
    private final Optional<AccessWriter> accessWriter;
    private final AccessLog accessLog;
    private final Tracing tracing;
    private final TenantMeters tenantMeters;
    private final ProcessMeters processMeters = meters.process(VersionCommand.version());
    private final List<LoopLag> lags = new CopyOnWriteArrayList<>();
    private final Doors doors;
    private final GuessBrake brake;
    private final TunnelShares tunnels;
    private final List<Deadlines> running = new CopyOnWriteArrayList<>();
    private final RetryBudgets retries = new RetryBudgets();
    private final Bulkheads bulkheads;
    private final ReplyCache cache;
    private final BodyMemory bodyMemory = new BodyMemory(Runtime.getRuntime().maxMemory() / BODIES_OF_HEAP);
    private final Optional<FleetLimits> fleet;
    private final Limits limits;
    private final GatewayTokens gatewayTokens;
    private final SealedValues sealedValues;
    private final Outcomes outcomes;
    private final Locator locator;
    private final WholeReplies wholeReplies = new WholeReplies(WHOLE_REPLY_BYTES, new HeldBytes(HELD_BYTES), codes);
    private final Tickets tickets;
    private final Directories directory;
    private final Optional<StoredTenants> stored;
    private final RecentFailures failures;
    private final Generations generations;
    private final Optional<ServerCertificate> certificate;
    private final Optional<TrustOptions> trust;
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
        logs.apply(configuration.observe().logging());
        ObserveSettings observe = configuration.observe();
        this.accessWriter = observe.accessLog().off()
                ? Optional.empty()
                : Optional.of(new AccessWriter(observe.accessLog(), meters));
        this.accessLog = new AccessLog(observe.accessLog(), accessWriter.orElse(null));
        this.tenantMeters = meters.tenants(observe.metrics());
        this.tracing = new Tracing(observe.tracing(), VersionCommand.version(), meters);
        this.generations = new Generations(configuration, clock);
        this.brake = new GuessBrake(vertx, System::nanoTime);
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
        this.certificate = configuration.server().tls().map(tls -> certificate(vertx, configuration.server(), tls));
        meters.gauge("tuyere_deadlines_running", "Calls and token calls whose time runs", this::deadlinesRunning);
        meters.gauge("tuyere_body_bytes", "Bytes of request bodies that are held", bodyMemory::held);
        meters.gauge("tuyere_connections", "Connections of clients", doors::inside);
        meters.gauge("tuyere_tunnels", "Tunnels that are open", tunnels::open);
        meters.gauge("tuyere_tokens_held", "Tokens of the cloud held in this process", tokens::size);
        meters.gauge(
                "tuyere_token_least_remaining_seconds",
                "Time left to the token of the cloud that ends first of those that live",
                () -> tokens.leastRemainingMillis().orElse(0) / MILLIS_PER_SECOND);
        meters.gauge("tuyere_event_loop_lag_seconds", "How late the latest event loop is", this::lagSeconds);
        meters.gauge("tuyere_regions_learned", "Devices, users and homes whose region is remembered", learned::size);
        stored.ifPresent(kept -> meters.gauge(
                "tuyere_tenants_skipped", "Tenants in Redis that cannot be read", kept.feed()::skippedCount));
        meters.gauge("tuyere_tenants", "Tenants that are known", this::tenants);
        meters.gauge("tuyere_config_generation", "Number of the configuration in force", generations::inForce);
        limitGauges();
    }

    private double lagSeconds() {
        return lags.stream().mapToLong(LoopLag::millis).max().orElse(0) / MILLIS_PER_SECOND;
    }

    private ServerCertificate certificate(Vertx vertx, ServerSettings settings, ServerSettings.Tls tls) {
        TlsEngines.announce();
        return new ServerCertificate(
                vertx, tls, settings.limits().headerTimeout().toMillis(), meters);
    }

    private void limitGauges() {
        fleet.ifPresent(known -> meters.gauge(
                "tuyere_limit_instances", "Instances that share limits, as this one knows", known::instances));
        meters.gauge("tuyere_pace_waiting", "Calls that wait for their turn at the cloud", limits.pace()::waiting);
        BudgetForecast forecast = new BudgetForecast(limits.budgets(), directory);
        meters.gauge(
                "tuyere_budget_used_ratio", "Part used of the budget of which most is used", forecast::mostUsedRatio);
        meters.gauge(
                "tuyere_budgets_running_out",
                "Budgets used up before the month turns, if calls go on as in the last day",
                forecast::runningOut);
        meters.gauge(
                "tuyere_budgets_closed",
                "Projects whose calls of the month are used up, as the cloud says",
                () -> limits.budgets().closed());
    }

    private RedisTokenStore redisTokens(Vertx vertx, SharedState state) {
        SealedValues values = new SealedValues(configuration.secrets().masterKeys());
        return new RedisTokenStore(vertx, state.link(), state.announcements(), values, state.meters(), clock);
    }

    /** Begins to connect to what is outside; completes when it is known whether that can be had, and does not fail. */
    Future<Void> connect() {
        return shared.map(SharedState::start)
                .orElseGet(Future::succeededFuture)
                .compose(known -> stored.map(StoredTenants::start).orElseGet(Future::succeededFuture))
                .compose(known -> fleet.map(joining -> joining.start(limits)).orElseGet(Future::succeededFuture));
    }

    /** Closes what {@link #connect} opened. */
    Future<Void> disconnect() {
        return fleet.map(leaving -> leaving.close(limits.budgets()))
                .orElseGet(Future::succeededFuture)
                .compose(left -> stored.map(StoredTenants::close).orElseGet(Future::succeededFuture))
                .compose(left -> shared.map(SharedState::close).orElseGet(Future::succeededFuture));
    }

    /** Writes the last lines of the access log, sends the last traces; both block for a while. */
    boolean tellTheLast() {
        accessWriter.ifPresent(AccessWriter::close);
        tracing.close();
        processMeters.close();
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

    ConfigWatcher watcher(Vertx vertx, Supplier<Reading> reader, Reading first) {
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

    private static boolean inRedis(Configuration configuration) {
        return configuration.redis().filter(RedisSettings::tenants).isPresent();
    }

    /** Reads tenants that are kept elsewhere than in a file, for the regions that there are when it is asked. */
    static TenantParser tenantParser(Supplier<RegionTable> regions) {
        CountryTable countries = CountryTable.builtIn();
        return (id, form) -> {
            Set<String> ids = regions.get().all().stream().map(Region::id).collect(Collectors.toSet());
            TenantFormReader reader =
                    new TenantFormReader(ids, key -> countries.find(key).isPresent());
            TenantFormReader.Result result = reader.read(id, form);
            return new TenantParser.Parsed(result.tenant(), result.problems());
        };
    }

    private Limits.Clocks clocks(Vertx vertx) {
        long began = System.nanoTime();
        LongSupplier nanos = () -> System.nanoTime() - began;
        Pace.Alarm alarm = (millis, action) -> {
            long unused = vertx.setTimer(millis, rung -> action.run());
        };
        return new Limits.Clocks(nanos, clock, alarm);
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

    /** The edge of an event loop and everything behind it; called on that event loop. */
    ProxyHandler edge(Vertx vertx) {
        Deadlines deadlines = new Deadlines(vertx);
        running.add(deadlines);
        CanonicalRequest canonical = new CanonicalRequest(new ContentHash());
        HmacKeys keys = new HmacKeys();
        RegionStack.Parts parts = parts(vertx, deadlines, canonical, keys);
        RegionStacks stacks = new RegionStacks(region -> RegionStack.of(region, parts));
        Admission admission = new Admission(limits.plans(), limits.meters(), limits::dryRun);
        Inquiry inquiry = new Inquiry(stacks, deadlines, wholeReplies);
        OAuthSessions oauthSessions = new OAuthSessions(tickets, gatewayTokens, clock);
        Gateway gateway = new Gateway(
                directory,
                new Addressee(() -> publicUrl),
                new Identifier(),
                new Verifier(
                        new InboundVerifier(canonical), keys, new TokenReader(gatewayTokens, clock), meters, clock),
                admission,
                new Router(templates, learned),
                new SignIns(gatewayTokens, tokens, learned, () -> publicUrl, clock),
                new Relay(learned, () -> publicUrl),
                new OAuth(tickets, oauthSessions, tokens, () -> publicUrl, meters, clock),
                oauthSessions,
                new BudgetPage(limits.budgets(), clock),
                stacks,
                templates,
                learned,
                new FanOut(
                        inquiry,
                        new MergedLists(inquiry, sealedValues, admission, templates, clock),
                        new RegionalWrites(inquiry, outcomes, admission, templates, clock),
                        admission,
                        templates,
                        learned,
                        clock),
                new LocatePage(locator, inquiry, admission, clock));
        return new ProxyHandler(
                gateway,
                answers,
                deadlines,
                meters,
                tenantMeters,
                tracing,
                accessLog,
                failures,
                brake,
                configuration.server().maxBodyBytes(),
                bodyMemory,
                configuration.upstream().callTimeout().toMillis());
    }

    private RegionStack.Parts parts(Vertx vertx, Deadlines deadlines, CanonicalRequest canonical, HmacKeys keys) {
        return new RegionStack.Parts(
                vertx,
                client(vertx, configuration.upstream()),
                new OutboundSigner(canonical),
                keys,
                tokens,
                deadlines,
                breakers,
                retries,
                bulkheads,
                cache,
                lag(vertx),
                codes,
                limits.pace(),
                limits.budgets(),
                meters,
                configuration.upstream(),
                clock,
                Wiring::elapsedMillis);
    }

    private ClientSSLOptions cloudTls() {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        trust.ifPresent(options::setTrustOptions);
        return options;
    }

    /** Examines what is outside by the ways that calls take; called on an event loop. Completes after the last finding. */
    Future<Void> examine(Vertx vertx, List<Tenant> tenants, Consumer<Finding> found) {
        Deadlines deadlines = new Deadlines(vertx);
        RegionStack.Parts parts = parts(vertx, deadlines, new CanonicalRequest(new ContentHash()), new HmacKeys());
        RegionStacks stacks = new RegionStacks(region -> RegionStack.of(region, parts));
        Doctor.Instruments instruments = new Doctor.Instruments(
                vertx,
                stacks::of,
                cloudTls(),
                deadlines,
                codes,
                configuration.upstream().connectTimeout(),
                configuration.upstream().callTimeout(),
                clock);
        Doctor doctor = new Doctor(directory.get().regions(), instruments);
        return examineRedis(found)
                .compose(known -> doctor.examine(tenants, found))
                .eventually(() -> shared.map(SharedState::close).orElseGet(Future::succeededFuture));
    }

    /** Tokens and limits that are shared are used as they are; this process does not become a member of the fleet. */
    private Future<Void> examineRedis(Consumer<Finding> found) {
        return shared.map(state -> state.start().onComplete(tried -> found.accept(redisFinding(state.state()))))
                .orElseGet(Future::succeededFuture);
    }

    private static Finding redisFinding(RedisState state) {
        return state.up()
                ? new Finding("redis", "shared state", Finding.Mark.OK, "answers and can be written")
                : new Finding("redis", "shared state", Finding.Mark.FAILED, state.reason());
    }

    /** The port that was taken. A public URL with port 0 leaves the choice to the system, as {@code server.port} does. */
    void listensOn(int port) {
        URI url = configuration.publicUrl();
        if (url.getPort() == 0) {
            publicUrl = URI.create(url.getScheme() + "://" + url.getHost() + ":" + port);
        }
    }

    /** The forward proxy of an event loop; called on that event loop. */
    ForwardProxy forwardProxy(Vertx vertx) {
        Duration connectTimeout = configuration.upstream().connectTimeout();
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) connectTimeout.toMillis())
                .setTcpNoDelay(true);
        return new ForwardProxy(
                new Tunnels(directory, new Identifier(), configuration.proxy().requireCredentials()),
                new TunnelConnector(vertx.createNetClient(options), breakers, connectTimeout),
                tunnels,
                answers,
                meters);
    }

    FramingGuard framingGuard() {
        return new FramingGuard(
                answers, meters, accessLog, configuration.server().limits().maxFields());
    }

    /** What the data port proves itself with; empty where it speaks plain HTTP. */
    Optional<ServerCertificate> certificate() {
        return certificate;
    }

    Watchman watchman(Vertx vertx) {
        return new Watchman(vertx, configuration.server(), new LastWords(answers), meters);
    }

    private LoopLag lag(Vertx vertx) {
        LoopLag lag = new LoopLag(
                Wiring::elapsedMillis, configuration.upstream().shedLag().toMillis());
        lags.add(lag);
        long unused = vertx.setPeriodic(LoopLag.PERIOD_MILLIS, fired -> lag.tick());
        return lag;
    }

    /** Time that a change of the clock does not touch. */
    private static long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private int deadlinesRunning() {
        return running.stream().mapToInt(Deadlines::running).sum();
    }

    Doors doors() {
        return doors;
    }

    PublicApi publicApi(Vertx vertx) {
        Deadlines deadlines = new Deadlines(vertx);
        running.add(deadlines);
        return new PublicApi(
                vertx,
                directory,
                deadlines,
                configuration.upstream().callTimeout().toMillis());
    }

    ManagementServer management(Vertx vertx) {
        AdminApi api = new AdminApi(() -> generations.configuration().management(), meters, resources(vertx));
        return new ManagementServer(vertx, configuration.management(), meters, this::lacking, this::awaited, api);
    }

    private List<AdminResource> resources(Vertx vertx) {
        return List.of(
                new StatusResource(VersionCommand.version(), directory, generations, this::lacking, clock),
                new RegionsResource(directory, breakers),
                new CountriesResource(directory),
                new BreakersResource(directory, breakers, templates),
                new ConfigResource(generations, () -> watcher),
                new LogLevelsResource(logs),
                new TenantsResource(directory, stored.map(StoredTenants::kept)),
                new TokensResource(directory, tokens, stacks(vertx)),
                new LimitsResource(
                        directory,
                        limits,
                        new BudgetPage(limits.budgets(), clock),
                        () -> fleet.map(FleetLimits::instances).orElse(1)),
                new LearnedRegionsResource(learned),
                new ExplainResource(directory, learned, breakers, limits, tokens),
                new FailuresResource(vertx, failures, codes));
    }

    /** Ways to the regions for the management port's event loop, made when somebody asks for a token by hand. */
    private RegionStacks stacks(Vertx vertx) {
        return new RegionStacks(region -> RegionStack.of(
                region, parts(vertx, new Deadlines(vertx), new CanonicalRequest(new ContentHash()), new HmacKeys())));
    }

    private String lacking() {
        return shared.filter(state -> !state.state().up())
                .map(state -> "redis: " + state.state().reason())
                .or(() -> stored.map(StoredTenants::lacking))
                .orElse("");
    }

    /** What has to come before calls can be taken, for people; empty when nothing has. */
    private String awaited() {
        return directory.get().complete() ? "" : "tenants: not read from redis yet";
    }

    int tenants() {
        return directory.get().tenants().size();
    }

    /** Opens the connections of one event loop; every default that matters is set. */
    private NetClient client(Vertx vertx, UpstreamSettings settings) {
        NetClientOptions options = new NetClientOptions()
                .setSslEngineOptions(TlsEngines.best())
                .setTcpNoDelay(true)
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHostnameVerificationAlgorithm("HTTPS");
        trust.ifPresent(options::setTrustOptions);
        return vertx.createNetClient(options);
    }

    /** A connection that breaks is told to the call on it, if there is one; as an error in the log it would say nothing. */
    static void quiet(HttpConnection connection) {
        connection.exceptionHandler(broken -> LOG.debug("a connection broke", broken));
    }
}
