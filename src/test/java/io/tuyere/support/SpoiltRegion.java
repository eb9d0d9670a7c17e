package io.tuyere.support;

import io.tuyere.config.Configuration;
import io.tuyere.core.RegionOverride;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A region with a {@link ChaosProxy} before it, which cannot be there before the cloud is: hence a field of its own, above that of
 * the gateway.
 */
public final class SpoiltRegion implements AutoCloseable {
    private final String id;
    private @Nullable ChaosProxy proxy;

    /** Of the region with this id. */
    public SpoiltRegion(String id) {
        this.id = id;
    }

    /** The configuration, with the proxy on the way to the region. */
    public synchronized Configuration between(Configuration usual) {
        Map<String, RegionOverride> regions = new LinkedHashMap<>(usual.regions());
        ChaosProxy made =
                ChaosProxy.inFrontOf(Objects.requireNonNull(regions.get(id)).baseUrl());
        proxy = made;
        regions.put(id, RegionOverride.of(id, made.url()));
        return usual.withRegions(regions);
    }

    /** The proxy. */
    public synchronized ChaosProxy proxy() {
        return Objects.requireNonNull(proxy, "the gateway has not been started");
    }

    /** Does this to answers from now on, after this many bytes of an answer where that matters. */
    public void spoil(ChaosProxy.Mode how, int afterBytes) {
        proxy().spoil(how, afterBytes);
    }

    /** Lets everything pass from now on. */
    public void heal() {
        proxy().heal();
    }

    @Override
    public void close() {
        proxy().close();
    }
}
