package io.tuyere.config;

import io.tuyere.admin.ManagementSettings;
import io.tuyere.core.RegionOverride;
import io.tuyere.core.Tenant;
import io.tuyere.http.ProxySettings;
import io.tuyere.http.ServerSettings;
import io.tuyere.limit.LimitSettings;
import io.tuyere.observe.ObserveSettings;
import io.tuyere.redis.RedisSettings;
import io.tuyere.upstream.UpstreamSettings;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the gateway was told, checked whole.
 *
 * @param publicUrl what clients reach the gateway under; {@code platform_url} in answers is rewritten to it
 * @param redis the shared state; a single instance with stores of its own without
 * @param regions region id to entry, in the order of the file, over the built-in table
 * @param countries ISO 3166 alpha-2 in upper case, or digits of a calling code, to region id, over the built-in table
 * @param tenants in the order of the file
 */
public record Configuration(
        ServerSettings server,
        ManagementSettings management,
        URI publicUrl,
        Optional<RedisSettings> redis,
        SecretSettings secrets,
        Map<String, RegionOverride> regions,
        Map<String, String> countries,
        List<Tenant> tenants,
        LimitSettings limits,
        UpstreamSettings upstream,
        ProxySettings proxy,
        ObserveSettings observe) {
    public Configuration {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
        countries = Collections.unmodifiableMap(new LinkedHashMap<>(countries));
        tenants = List.copyOf(tenants);
    }

    /** A configuration that opens no tunnels. */
    public Configuration(
            ServerSettings server,
            ManagementSettings management,
            URI publicUrl,
            Optional<RedisSettings> redis,
            SecretSettings secrets,
            Map<String, RegionOverride> regions,
            Map<String, String> countries,
            List<Tenant> tenants,
            LimitSettings limits,
            UpstreamSettings upstream,
            ObserveSettings observe) {
        this(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                limits,
                upstream,
                ProxySettings.defaults(),
                observe);
    }

    /** This configuration with this forward proxy. */
    public Configuration withProxy(ProxySettings value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                limits,
                upstream,
                value,
                observe);
    }

    /** This configuration with this data port. */
    public Configuration withServer(ServerSettings value) {
        return new Configuration(
                value,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                limits,
                upstream,
                proxy,
                observe);
    }

    /** This configuration with this management port. */
    public Configuration withManagement(ManagementSettings value) {
        return new Configuration(
                server, value, publicUrl, redis, secrets, regions, countries, tenants, limits, upstream, proxy,
                observe);
    }

    /** This configuration with these regions over the built-in table. */
    public Configuration withRegions(Map<String, RegionOverride> value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                value,
                countries,
                tenants,
                limits,
                upstream,
                proxy,
                observe);
    }

    /** This configuration with these connections to the data centres. */
    public Configuration withUpstream(UpstreamSettings value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                limits,
                value,
                proxy,
                observe);
    }

    /** This configuration with these tenants. */
    public Configuration withTenants(List<Tenant> value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                value,
                limits,
                upstream,
                proxy,
                observe);
    }

    /** This configuration with these limits. */
    public Configuration withLimits(LimitSettings value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                value,
                upstream,
                proxy,
                observe);
    }

    /** This configuration, telling this about itself and its calls. */
    public Configuration withObserve(ObserveSettings value) {
        return new Configuration(
                server,
                management,
                publicUrl,
                redis,
                secrets,
                regions,
                countries,
                tenants,
                limits,
                upstream,
                proxy,
                value);
    }
}
