package io.tuyere.config;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.admin.ManagementSettings.Token;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Secret;
import io.tuyere.http.EdgeSettings;
import io.tuyere.http.ProxySettings;
import io.tuyere.http.ServerSettings;
import io.tuyere.http.ServerSettings.ClientAuth;
import io.tuyere.http.ServerSettings.Tls;
import io.tuyere.http.ServerSettings.Transport;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.upstream.ReadSettings;
import io.tuyere.upstream.UpstreamSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The keys of {@code tuyere.yaml}. */
final class MainReader {
    private static final Form<ClientAuth> CLIENT_AUTH = Form.choice(ClientAuth.class);
    private static final Form<Store> STORE = Form.choice(Store.class);
    private static final Form<Role> ROLE = Form.choice(Role.class);
    private static final Pattern REGION_ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final Set<String> builtInRegions;
    private final Predicate<String> knownCountries;

    MainReader(Set<String> builtInRegions, Predicate<String> knownCountries) {
        this.builtInRegions = builtInRegions;
        this.knownCountries = knownCountries;
    }

    /** Where tenants are kept. */
    private enum Store {
        FILE,
        REDIS
    }

    private record TenantPlace(Store store, Optional<Path> file) {}

    /**
     * What the file says.
     *
     * @param configuration without tenants
     * @param atlas with the private regions
     * @param tenants the file of tenants; empty where they are kept elsewhere, and, with a problem, if there is none
     */
    record Main(Configuration configuration, Atlas atlas, Optional<Path> tenants) {}

    Main read(Section top) {
        ServerSettings server = top.section("server", MainReader::server);
        ManagementSettings management = top.section("management", MainReader::management);
        refuseSharedPort(top, server, management);
        URI publicUrl = top.optional("public-url", Form.URL).orElseGet(() -> defaultPublicUrl(server));
        Optional<RedisSettings> redis = top.section("redis", RedisReader::read);
        boolean shared = redis.isPresent() || top.has("redis");
        SecretSettings secrets = top.section("secrets", section -> secrets(section, shared, top.placeOf("redis")));
        Map<String, Optional<RegionOverride>> regions =
                top.section("regions", section -> section.named((id, below) -> Optional.of(region(id, below))));
        Atlas atlas = atlas(regions.keySet());
        Map<String, String> countries = top.section("countries", atlas::countries);
        TenantPlace tenants = top.section("tenants", section -> tenants(section, shared));
        LimitSettings limits = top.section("limits", MainReader::limits);
        UpstreamSettings upstream =
                top.section("upstream", section -> upstream(section, top.section("timeouts", MainReader::timeouts)));
        ObserveSettings observe = ObserveReader.read(top);
        Configuration configuration = new Configuration(
                server,
                management,
                publicUrl,
                redis.map(settings -> settings.withTenants(tenants.store == Store.REDIS)),
                secrets,
                sound(regions),
                countries,
                List.of(),
                limits,
                upstream,
                top.section("proxy", MainReader::proxy),
                observe);
        return new Main(configuration, atlas, tenants.file);
    }

    private static ServerSettings server(Section section) {
        ServerSettings settings = section.fold(ServerSettings.defaults())
                .take("host", Form.HOST, ServerSettings::withHost)
                .take("port", Form.INTEGER, ServerSettings::withPort)
                .take("max-body", Form.SIZE, ServerSettings::withMaxBodyBytes)
                .take("max-headers", Form.SIZE, ServerSettings::withMaxHeaderBytes)
                .take("max-request-line", Form.SIZE, ServerSettings::withMaxRequestLineBytes)
                .take("idle-timeout", Form.DURATION, ServerSettings::withIdleTimeout)
                .take("drain-timeout", Form.DURATION, ServerSettings::withDrainTimeout)
                .take("drain-delay", Form.DURATION, ServerSettings::withDrainDelay)
                .take("max-connections", Form.INTEGER, ServerSettings::withMaxConnections)
                .take("transport", Form.choice(Transport.class), ServerSettings::withTransport)
                .done()
                .withLimits(edgeLimits(section));
        ServerSettings behind = section.build(() -> settings.withTrustedProxies(trustedProxies(section)))
                .orElse(settings);
        return section.section("tls", MainReader::tls).map(behind::withTls).orElse(behind);
    }

    private static List<String> trustedProxies(Section section) {
        List<String> networks = new ArrayList<>();
        for (Scalar scalar : section.scalars("trusted-proxies")) {
            scalar.as(Form.TEXT).ifPresent(networks::add);
        }
        return networks;
    }

    private static EdgeSettings edgeLimits(Section section) {
        return section.fold(EdgeSettings.defaults())
                .take("max-header-fields", Form.INTEGER, EdgeSettings::withMaxFields)
                .take("header-timeout", Form.DURATION, EdgeSettings::withHeaderTimeout)
                .take("body-timeout", Form.DURATION, EdgeSettings::withBodyTimeout)
                .take("min-body-rate", Form.SIZE, EdgeSettings::withMinBodyRate)
                .take("write-timeout", Form.DURATION, EdgeSettings::withWriteTimeout)
                .take("max-streams", Form.INTEGER, EdgeSettings::withMaxStreams)
                .done();
    }

    private static Optional<Tls> tls(Section section) {
        if (section.written() || section.has("cert") || section.has("key")) {
            section.require("cert", "key");
        }
        Optional<Path> cert = section.scalar("cert").flatMap(Scalar::file);
        Optional<Path> key = section.scalar("key").flatMap(Scalar::file);
        Optional<Path> clientCa = section.scalar("client-ca").flatMap(Scalar::file);
        ClientAuth asked = clientCa.isPresent() ? ClientAuth.REQUIRED : ClientAuth.NONE;
        ClientAuth clientAuth = section.optional("client-auth", CLIENT_AUTH).orElse(asked);
        if (clientAuth != ClientAuth.NONE && !section.has("client-ca")) {
            section.problem("client-auth", "needs client-ca: the authorities whose certificates are taken");
            clientAuth = asked;
        }
        ClientAuth settled = clientAuth;
        return cert.flatMap(chain -> key.map(secret -> new Tls(chain, secret, clientCa, settled)));
    }

    private static ManagementSettings management(Section section) {
        ManagementSettings settings = section.fold(ManagementSettings.defaults())
                .take("host", Form.HOST, ManagementSettings::withHost)
                .take("port", Form.INTEGER, ManagementSettings::withPort)
                .done();
        List<Token> tokens = section.list("tokens", MainReader::token);
        return section.build(() -> settings.withTokens(tokens)).orElse(settings);
    }

    private static TenantPlace tenants(Section section, boolean shared) {
        Store store = section.optional("store", STORE).orElse(Store.FILE);
        if (store == Store.FILE) {
            return new TenantPlace(store, section.file("file", "tenants.yaml"));
        }
        section.pass("file");
        if (section.has("file")) {
            section.problem("file", "is not read with store: redis; take it over with tuyere tenant import");
        }
        if (!shared) {
            section.problem("store", "redis needs the group redis");
        }
        return new TenantPlace(store, Optional.empty());
    }

    private static Optional<Token> token(Section section) {
        Optional<String> name = section.required("name", Form.TEXT);
        Optional<Role> role = section.required("role", ROLE);
        Optional<String> sha256 = section.required("sha256", Form.SHA256);
        return name.flatMap(who ->
                role.flatMap(may -> sha256.flatMap(digest -> section.build(() -> new Token(who, may, digest)))));
    }

    private static void refuseSharedPort(Section top, ServerSettings server, ManagementSettings management) {
        if (server.port() != 0 && server.port() == management.port()) {
            top.problem("management", "port " + server.port() + " is the server's; give management another");
        }
    }

    private static URI defaultPublicUrl(ServerSettings server) {
        boolean everywhere = server.host().equals("0.0.0.0") || server.host().equals("::");
        String host = everywhere ? "127.0.0.1" : server.host();
        String scheme = server.tls().isPresent() ? "https" : "http";
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
    }

    private static SecretSettings secrets(Section section, boolean shared, Place redis) {
        if (shared) {
            String message = "is required with redis; make a key with: openssl rand -base64 32";
            section.demand("master-key", section.written() ? section.placeOf("") : redis, message);
        }
        List<Secret> keys = new ArrayList<>();
        for (Scalar scalar : section.scalars("master-key")) {
            scalar.secret(Form.BASE64).ifPresent(keys::add);
        }
        return section.build(() -> new SecretSettings(keys)).orElse(SecretSettings.defaults());
    }

    private static Optional<RegionOverride> region(String id, Section section) {
        boolean usable = REGION_ID.matcher(id).matches() && id.length() <= 32;
        if (!usable) {
            section.problem("", "a region's id is 1 to 32 lower-case letters, digits and single dashes");
        }
        Optional<URI> baseUrl = section.required("base-url", Form.URL);
        Optional<String> name = section.optional("display-name", Form.TEXT);
        Optional<String> messageQueue = section.optional("message-queue", Form.TEXT);
        return baseUrl.filter(url -> usable)
                .map(url -> new RegionOverride(id, url, name.orElse(null), messageQueue.orElse(null)));
    }

    private static Map<String, RegionOverride> sound(Map<String, Optional<RegionOverride>> regions) {
        Map<String, RegionOverride> sound = new LinkedHashMap<>();
        regions.forEach((id, region) -> region.ifPresent(override -> sound.put(id, override)));
        return sound;
    }

    /** An entry with a problem is known by its name nevertheless. */
    private Atlas atlas(Set<String> named) {
        Set<String> all = new LinkedHashSet<>(builtInRegions);
        all.addAll(named);
        return new Atlas(all, knownCountries);
    }

    private static LimitSettings limits(Section section) {
        LimitSettings settings = section.fold(LimitSettings.defaults())
                .take("dry-run", Form.BOOLEAN, LimitSettings::withDryRun)
                .take("precision", Form.DURATION, LimitSettings::withPrecision)
                .take("redis-wait", Form.DURATION, LimitSettings::withRedisWait)
                .take("pace-queue", Form.INTEGER, LimitSettings::withPaceQueue)
                .done();
        return section.section("pace", calls -> pace(calls, settings));
    }

    private static LimitSettings pace(Section calls, LimitSettings settings) {
        LimitSettings paced = settings;
        for (Map.Entry<String, Scalar> call : calls.namedScalars().entrySet()) {
            LimitSettings before = paced;
            paced = call.getValue()
                    .as(Form.DECIMAL, (Double perSecond) -> before.withPace(call.getKey(), perSecond))
                    .orElse(before);
        }
        return paced;
    }

    private static UpstreamSettings timeouts(Section section) {
        return section.fold(UpstreamSettings.defaults())
                .take("connect", Form.DURATION, UpstreamSettings::withConnectTimeout)
                .take("call", Form.DURATION, UpstreamSettings::withCallTimeout)
                .done();
    }

    private static ProxySettings proxy(Section section) {
        return section.fold(ProxySettings.defaults())
                .take("connect", Form.BOOLEAN, ProxySettings::withConnect)
                .take("require-credentials", Form.BOOLEAN, ProxySettings::withRequireCredentials)
                .take("tunnels-per-tenant", Form.INTEGER, ProxySettings::withTunnelsPerTenant)
                .take("bytes-per-second", Form.SIZE, ProxySettings::withBytesPerSecond)
                .take("idle-timeout", Form.DURATION, ProxySettings::withIdleTimeout)
                .take("max-lifetime", Form.DURATION, ProxySettings::withMaxLifetime)
                .done();
    }

    private static UpstreamSettings upstream(Section section, UpstreamSettings timeouts) {
        UpstreamSettings settings = section.fold(timeouts)
                .take("pool-size", Form.INTEGER, UpstreamSettings::withPoolSize)
                .take("wait-queue", Form.INTEGER, UpstreamSettings::withWaitQueue)
                .take("idle-timeout", Form.DURATION, UpstreamSettings::withIdleTimeout)
                .take("max-lifetime", Form.DURATION, UpstreamSettings::withMaxLifetime)
                .take("max-in-flight", Form.INTEGER, UpstreamSettings::withMaxInFlight)
                .take("max-in-flight-per-tenant", Form.INTEGER, UpstreamSettings::withMaxInFlightPerTenant)
                .take("shed-lag", Form.DURATION, UpstreamSettings::withShedLag)
                .take("adaptive", Form.BOOLEAN, UpstreamSettings::withAdaptive)
                .done();
        UpstreamSettings whole = settings.withReads(reads(section));
        for (Scalar call : section.scalars("regional-writes")) {
            UpstreamSettings before = whole;
            whole = call.as(Form.TEXT, before::withRegionalWrite).orElse(before);
        }
        UpstreamSettings trusting = whole;
        return section.scalar("trust")
                .flatMap(Scalar::file)
                .map(trusting::withTrust)
                .orElse(trusting);
    }

    private static ReadSettings reads(Section section) {
        ReadSettings settings = section.fold(ReadSettings.defaults())
                .take("cache-size", Form.SIZE, ReadSettings::withCacheBytes)
                .take("hedge-after", Form.DURATION, ReadSettings::withHedgeAfter)
                .done();
        for (Scalar call : section.scalars("coalesce")) {
            ReadSettings before = settings;
            settings = call.as(Form.TEXT, before::withCoalesced).orElse(before);
        }
        ReadSettings shared = settings;
        return section.section("cache", calls -> kept(calls, shared));
    }

    private static ReadSettings kept(Section calls, ReadSettings settings) {
        ReadSettings kept = settings;
        for (Map.Entry<String, Scalar> call : calls.namedScalars().entrySet()) {
            ReadSettings before = kept;
            kept = call.getValue()
                    .as(Form.DURATION, (Duration time) -> before.withCached(call.getKey(), time))
                    .orElse(before);
        }
        return kept;
    }
}
