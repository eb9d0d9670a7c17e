package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * How many calls may be under way to each region, in all and of one tenant, so that a slow region does not hold everything and a
 * busy tenant leaves room for the others. Of the whole process; names come from the configuration, and those of tenants that are
 * gone are dropped by {@link #keep}. Any thread.
 */
public final class Bulkheads {
    private final ConcurrentMap<String, Bulkhead> regions = new ConcurrentHashMap<>();
    private final ConcurrentMap<Share, Bulkhead> shares = new ConcurrentHashMap<>();
    private final UpstreamSettings settings;
    private final Meters meters;
    private final AtomicInteger dropped = new AtomicInteger();

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

    /** Drops those of other tenants, as soon as no call of theirs is under way. */
    public void keep(Predicate<String> tenants) {
        boolean some = shares.entrySet()
                .removeIf(share -> !share.getKey().tenant.isEmpty()
                        && !tenants.test(share.getKey().tenant)
                        && share.getValue().held() == 0);
        if (some) {
            int unused = dropped.incrementAndGet();
        }
    }

    /** Changes when some were dropped, so that whoever remembers any asks again. */
    int dropped() {
        return dropped.get();
    }

    /** Those of tenants that there are. */
    int size() {
        return shares.size();
    }

    private Bulkhead counted(String region) {
        Bulkhead made = new Bulkhead(settings.maxInFlight());
        meters.gauge("tuyere_upstream_in_flight", "Calls that are under way to a region", made::held, "region", region);
        return made;
    }
}
