package io.tuyere.upstream;

import io.tuyere.observe.Meters;
import io.tuyere.wire.ConnectionCounts;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** The connections of the process to each region, counted; names come from the configuration. Any thread. */
public final class ConnectionPools {
    private final ConcurrentMap<String, ConnectionCounts> regions = new ConcurrentHashMap<>();
    private final Meters meters;

    /** No connections yet. */
    public ConnectionPools(Meters meters) {
        this.meters = meters;
    }

    ConnectionCounts of(String region) {
        return regions.computeIfAbsent(region, this::counted);
    }

    private ConnectionCounts counted(String region) {
        ConnectionCounts made = new ConnectionCounts();
        open(region, "in-use", made::inUse);
        open(region, "idle", made::idle);
        meters.gauge(
                "tuyere_upstream_connections_waiting",
                "Calls that wait for a connection to a region",
                made::waiting,
                "region",
                region);
        return made;
    }

    private void open(String region, String state, Supplier<Number> connections) {
        meters.gauge(
                "tuyere_upstream_connections",
                "Connections that are open to a region",
                connections,
                "region",
                region,
                "state",
                state);
    }
}
