package io.tuyere.upstream;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.PathTemplates;
import io.tuyere.observe.Meters;
import io.tuyere.upstream.BreakerState.Position;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All circuit breakers of the process. They make calls that are known to fail cost nothing: while one is open, calls are
 * answered at once from what the cloud said last. Any thread.
 *
 * <p>There are three kinds, because trouble has three sizes: a region that does not answer ({@link BreakerKind#TRANSPORT}), a
 * region that refuses a project, such as from across a border ({@link BreakerKind#ACCESS}), and an API product that a project
 * does not have ({@link BreakerKind#PRODUCT}). {@link Assessment} decides what a call shows, {@link BreakerRule} what follows.
 */
public final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private final ConcurrentMap<String, RegionBreakers> regions = new ConcurrentHashMap<>();
    private final PathTemplates templates;
    private final CloudCodes codes;
    private final Meters meters;
    private final LongSupplier nowMillis;

    /**
     * Closed breakers.
     *
     * @param nowMillis a clock that never goes back, in milliseconds of any origin
     */
    public Breakers(PathTemplates templates, CloudCodes codes, Meters meters, LongSupplier nowMillis) {
        this.templates = templates;
        this.codes = codes;
        this.meters = meters;
        this.nowMillis = nowMillis;
    }

    /** How each breaker stands that has something to tell, and that of each region that was called. */
    public List<BreakerState> states() {
        return regions.values().stream()
                .flatMap(RegionBreakers::all)
                .map(Breaker::state)
                .toList();
    }

    /** How this breaker stands, empty when it is closed and has nothing to tell. */
    public Optional<BreakerState> find(BreakerKey key) {
        return Optional.ofNullable(regions.get(key.region()))
                .flatMap(breakers -> breakers.find(key))
                .map(Breaker::state);
    }

    /**
     * Lets no call pass until {@link #reset}, in this process.
     *
     * @param key of a configured region, project and path: the breaker is made where there is none
     */
    public void holdOpen(BreakerKey key) {
        of(key.region()).hold(key, Breaker::holdOpen);
    }

    /**
     * Lets every call pass, whatever it meets, until {@link #reset}, in this process.
     *
     * @param key of a configured region, project and path: the breaker is made where there is none
     */
    public void holdClosed(BreakerKey key) {
        of(key.region()).hold(key, Breaker::holdClosed);
    }

    /** Closes a breaker, ends what held it, and forgets what it knew; one that is not there is closed already. */
    public void reset(BreakerKey key) {
        RegionBreakers known = regions.get(key.region());
        if (known != null) {
            known.reset(key);
        }
    }

    /** Forgets the breakers of projects that there are no more. */
    public void keep(Predicate<String> projects) {
        regions.values().forEach(breakers -> breakers.keep(projects));
    }

    RegionBreakers of(String region) {
        return regions.computeIfAbsent(region, this::breakers);
    }

    private RegionBreakers breakers(String region) {
        RegionBreakers made = new RegionBreakers(region, this::breaker, templates, codes);
        for (BreakerKind kind : BreakerKind.values()) {
            meters.gauge(
                    "tuyere_circuit_state",
                    "Breakers that are not closed",
                    () -> notClosed(made, kind),
                    "kind",
                    kind.label(),
                    "region",
                    region);
        }
        return made;
    }

    private static long notClosed(RegionBreakers breakers, BreakerKind kind) {
        return breakers.all()
                .filter(breaker -> breaker.key().kind() == kind)
                .filter(breaker -> breaker.position() != Position.CLOSED)
                .count();
    }

    private Breaker breaker(BreakerKey key) {
        return new Breaker(key, BreakerRule.of(key.kind()), nowMillis, this::changed);
    }

    private void changed(Breaker breaker, Position position) {
        BreakerKey key = breaker.key();
        meters.region(key.region()).circuitChanged(key.kind().label(), position);
        LOG.atInfo()
                .addKeyValue("kind", key.kind().label())
                .addKeyValue("region", key.region())
                .addKeyValue("project", key.project())
                .addKeyValue("family", key.family())
                .addKeyValue("position", position)
                .addKeyValue("code", breaker.cause().code())
                .addKeyValue("reason", breaker.cause().words())
                .log("a circuit breaker changed");
    }
}
