package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many calls may be under way to each region, in all and of one tenant, so that a slow region does not hold everything and a
 * busy tenant leaves room for the others. Of the whole process; names come from the configuration. Any thread.
 */
public final class Bulkheads {
    private final ConcurrentMap<String, Bulkhead> regions = new ConcurrentHashMap<>();
    private final ConcurrentMap<Share, Bulkhead> shares = new ConcurrentHashMap<>();
    private final UpstreamSettings settings;
    private final Meters meters;

    /** Empty ones of this size. */
    public Bulkheads(UpstreamSettings settings, Meters meters) {
        this.settings = settings;
        this.meters = meters;
    }

    private record Share(String region, String tenant) {}

    Bulkhead of(String region) {
        return regions.computeIfAbsent(region, this::counted);
    }

    Bulkhead of(String region, String tenant) {
        return shares.computeIfAbsent(
                new Share(region, tenant), share -> new Bulkhead(settings.maxInFlightPerTenant()));
    }

    private Bulkhead counted(String region) {
        Bulkhead made = new Bulkhead(settings.maxInFlight());
        meters.gauge("tuyere_upstream_in_flight", "Calls that are under way to a region", made::held, "region", region);
        return made;
    }
}
