package io.tuyere.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What each tenant has of the tunnels: how many, and how much they may carry. Of the whole process; any thread. */
public final class TunnelShares {
    private final ProxySettings settings;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    /** Shares of which nothing is used, by a clock in nanoseconds that never goes back. */
    public TunnelShares(ProxySettings settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    /** Tunnels that are open. */
    public int open() {
        return open.get();
    }

    ProxySettings settings() {
        return settings;
    }

    long nowNanos() {
        return nanos.getAsLong();
    }

    /** The share of a tenant of the configuration; of everybody who need not say who they are for the empty id. */
    Share of(String tenant) {
        return shares.computeIfAbsent(tenant, id -> new Share());
    }

    /** Drops those of other tenants, as soon as none of their tunnels is open. */
    public void keep(Predicate<String> tenants) {
        shares.entrySet()
                .removeIf(share -> !share.getKey().isEmpty()
                        && !tenants.test(share.getKey())
                        && share.getValue().tunnels.get() == 0);
    }

    /** Those that there are. */
    int size() {
        return shares.size();
    }

    /** What one tenant has. */
    final class Share {
        private final AtomicInteger tunnels = new AtomicInteger();
        /** When what was carried so far would be through, were it carried at the rate that is allowed. */
        private final AtomicLong paidUntil = new AtomicLong(nanos.getAsLong() - TimeUnit.SECONDS.toNanos(1));

        /** Takes a place, unless all are taken; whoever got one leaves it once. */
        boolean tryEnter() {
            if (tunnels.incrementAndGet() > settings.tunnelsPerTenant()) {
                tunnels.decrementAndGet();
                return false;
            }
            open.incrementAndGet();
            return true;
        }

        void leave() {
            tunnels.decrementAndGet();
            open.decrementAndGet();
        }

        /** Notes bytes that are carried; answers how long to carry no more after them, in nanoseconds, a second's worth being free. */
        long carried(int bytes) {
            long cost = TimeUnit.SECONDS.toNanos(bytes) / settings.bytesPerSecond();
            long now = nanos.getAsLong();
            long until = paidUntil.updateAndGet(before -> Math.max(before, now - TimeUnit.SECONDS.toNanos(1)) + cost);
            return Math.max(0, until - now);
        }
    }
}
