package io.tuyere.observe;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.tuyere.core.CloudCode;
import io.tuyere.core.Face;
import io.tuyere.core.PathTemplates;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The gateway's meters. All labels are bounded: faces, configured regions, outcome classes, known cloud codes, dialects; an
 * id never becomes one. Meters are made when first needed and kept, so that counting is a look-up and an addition. Any
 * thread.
 */
public final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Exemplars exemplars = new Exemplars();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(Exemplars.CONFIG, new PrometheusRegistry(), Clock.SYSTEM, exemplars);
    private final ApiMeters apis = new ApiMeters(this, PathTemplates.builtIn().all());
    private final Map<String, Counter> dialects = new ConcurrentHashMap<>();
    private final Map<String, Counter> oldSecrets = new ConcurrentHashMap<>();
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<String, OfRegion> regions = new ConcurrentHashMap<>();
    private final LongAdder inFlight = new LongAdder();
    private final AtomicLong certificateEnds = new AtomicLong();
    private final AtomicInteger lastReloadTaken = new AtomicInteger(1);
    private final Timer overhead = timer("tuyere_overhead_seconds", "Time a call spends in the gateway itself");

    /** An empty set of meters. */
    public Meters() {
        Gauge.builder("tuyere_in_flight_requests", inFlight, LongAdder::sum)
                .description("Calls that are being handled")
                .register(registry);
        Gauge.builder("tuyere_config_last_reload_success", lastReloadTaken, AtomicInteger::get)
                .description("Whether the last changed configuration was taken")
                .register(registry);
    }

    /** How a call ended, for people who look at rates. */
    public enum Outcome {
        /** The cloud did what was asked. */
        OK,
        /** The cloud refused. */
        CLOUD_REFUSED,
        /** The gateway refused before anything was sent. */
        REFUSED,
        /** No usable answer of the cloud. */
        FAILED,
        /** The client left first. */
        ABORTED,
        /** A bug. */
        ERROR;

        private final String label = Meters.label(this);

        /** Its name in metrics and logs. */
        public String label() {
            return label;
        }
    }

    /** A call came in. */
    public void began() {
        inFlight.increment();
    }

    /**
     * A call was answered.
     *
     * @param region id of the region it went to, {@code none} when that was not decided
     * @param nanos its time
     * @param upstreamNanos the region's part of it; more than all of it where regions were asked side by side
     */
    public void ended(Face face, String region, Outcome outcome, long nanos, long upstreamNanos, CallTrace trace) {
        inFlight.decrement();
        exemplars.begin(trace);
        region(region).ended(face, outcome, nanos);
        overhead.record(Math.max(0, nanos - upstreamNanos), TimeUnit.NANOSECONDS);
        exemplars.end(trace);
    }

    /** A client's signature was right in this dialect. */
    public void verified(String dialect) {
        dialects.computeIfAbsent(dialect, label -> counter("tuyere_signatures_total", "dialect", label))
                .increment();
    }

    /** Somebody used the old one of two secrets: a client that of a {@code credential}, the gateway that of a {@code project}. */
    public void oldSecretUsed(String of) {
        oldSecrets
                .computeIfAbsent(of, label -> counter("tuyere_old_secret_uses_total", "of", label))
                .increment();
    }

    /** A failure of our own was answered. */
    public void failure(String slug) {
        failures.computeIfAbsent(slug, label -> counter("tuyere_failures_total", "error", label))
                .increment();
    }

    /** The gateway ended a client's connection for this reason. */
    public void connectionEnded(String reason) {
        counter("tuyere_connections_ended_total", "reason", reason).increment();
    }

    /** The certificate in use is valid until then, in milliseconds since the epoch. */
    public void certificateEnds(long millis) {
        if (certificateEnds.getAndSet(millis) == 0) {
            gauge(
                    "tuyere_certificate_expiry_timestamp_seconds",
                    "End of the certificate of the data port, in seconds since 1970",
                    () -> certificateEnds.get() / 1_000);
        }
    }

    /** A changed certificate was taken, or left because it cannot be used. */
    public void certificateReloaded(boolean taken) {
        counter("tuyere_certificate_reloads_total", "result", taken ? "taken" : "refused")
                .increment();
    }

    /** A changed configuration was read: taken, or left because of what is wrong with it. */
    public void reloaded(boolean taken) {
        counter("tuyere_config_reloads_total", "result", taken ? "taken" : "refused")
                .increment();
        lastReloadTaken.set(taken ? 1 : 0);
    }

    /** A request to the administration API ended so: answered, unauthorized, refused, failed. */
    public void administered(String result) {
        counter("tuyere_admin_requests_total", "result", result).increment();
    }

    /** Registers a gauge that is read when somebody looks. */
    public void gauge(String name, String description, Supplier<Number> value, String... labels) {
        Gauge.builder(name, value).description(description).tags(labels).register(registry);
    }

    /**
     * Registers gauges that are made anew when somebody looks: one for each list of {@code values}, which are those of
     * {@code labels}. Whoever registers it bounds their number.
     */
    public void gauges(String name, String description, Supplier<Map<List<String>, Double>> values, String... labels) {
        registry.getPrometheusRegistry().register(() -> snapshot(name, description, values.get(), labels));
    }

    private static GaugeSnapshot snapshot(
            String name, String description, Map<List<String>, Double> values, String... labels) {
        GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(description);
        values.forEach((of, value) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels, of.toArray(new String[0])))
                .value(value)
                .build()));
        return snapshot.build();
    }

    /** The meters of calls to several regions; asked for once. */
    public FanOutMeters fanOuts() {
        return new FanOutMeters(this);
    }

    /** The meters of one region. */
    public OfRegion region(String id) {
        return regions.computeIfAbsent(id, OfRegion::new);
    }

    /** The meters of the shared state; asked for once. */
    public RedisMeters redis() {
        return new RedisMeters(this);
    }

    /** The meters of limits; asked for once. */
    public LimitMeters limits() {
        return new LimitMeters(this);
    }

    /** The meters of tokens of identity providers; asked for once. */
    public JwtMeters jwt() {
        return new JwtMeters(this);
    }

    /** What calls of the API are made. */
    public ApiMeters apis() {
        return apis;
    }

    /** Calls by tenant; asked for once. */
    public TenantMeters tenants(MetricsSettings settings) {
        return new TenantMeters(this, settings.tenants());
    }

    /** Adds what the process uses, and what it is; once. */
    public void process(String version) {
        ProcessMeters.register(this, registry, version);
    }

    /** All meters in the Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** All meters in a format with examples, where {@code mediaType} is that of OpenMetrics; in text otherwise. */
    public String scrape(String mediaType) {
        return registry.scrape(mediaType);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Counter counter(String name, String... labels) {
        return Counter.builder(name).tags(labels).register(registry);
    }

    private Timer timer(String name, String description, String... labels) {
        return Timer.builder(name)
                .description(description)
                .tags(labels)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** What is counted per region. */
    public final class OfRegion {
        private final String id;
        private final Timer upstream;
        private final Timer request;
        private final Timer paceWait;
        private final Timer tokenWait;
        private final Map<CloudCode, Counter> codes = new ConcurrentHashMap<>();
        private final AtomicLong clockOffsetMillis = new AtomicLong();
        private final AtomicBoolean clockMeasured = new AtomicBoolean();
        private final Counter relayed;
        private final Counter tunnels;
        private final Counter tunnelledOut;
        private final Counter tunnelledIn;
        private final Map<Face, Map<Outcome, Counter>> requests;

        private OfRegion(String id) {
            this.id = id;
            this.requests = requestCounters();
            this.relayed = counter("tuyere_relayed_calls_total", "region", id);
            this.tunnels = counter("tuyere_tunnels_opened_total", "region", id);
            this.tunnelledOut = counter("tuyere_tunnel_bytes_total", "region", id, "direction", "out");
            this.tunnelledIn = counter("tuyere_tunnel_bytes_total", "region", id, "direction", "in");
            this.upstream = timer(
                    "tuyere_upstream_seconds", "Time from handing a call to the region to its reply", "region", id);
            this.request = timer(
                    "tuyere_request_seconds", "Time from a request's headers to the end of its answer", "region", id);
            this.paceWait = timer(
                    "tuyere_pace_wait_seconds", "Time that calls waited for their turn at a region", "region", id);
            this.tokenWait =
                    timer("tuyere_token_wait_seconds", "Time that calls waited for a token of a region", "region", id);
        }

        private Map<Face, Map<Outcome, Counter>> requestCounters() {
            Map<Face, Map<Outcome, Counter>> all = new EnumMap<>(Face.class);
            for (Face face : Face.values()) {
                Map<Outcome, Counter> ofFace = new EnumMap<>(Outcome.class);
                for (Outcome outcome : Outcome.values()) {
                    ofFace.put(
                            outcome,
                            counter(
                                    "tuyere_requests_total",
                                    "face",
                                    face.label(),
                                    "region",
                                    id,
                                    "outcome",
                                    label(outcome)));
                }
                all.put(face, ofFace);
            }
            return all;
        }

        private void ended(Face face, Outcome outcome, long nanos) {
            request.record(nanos, TimeUnit.NANOSECONDS);
            Map<Outcome, Counter> ofFace = Objects.requireNonNull(requests.get(face), "every face is counted");
            Objects.requireNonNull(ofFace.get(outcome), "every outcome is counted")
                    .increment();
        }

        /** The region took so long for a call. */
        public void upstreamTook(long nanos, CallTrace trace) {
            exemplars.begin(trace);
            upstream.record(nanos, TimeUnit.NANOSECONDS);
            exemplars.end(trace);
        }

        /** A call waited so many milliseconds for its turn at the region, whether or not it came. */
        public void waitedForPace(long millis, CallTrace trace) {
            exemplars.begin(trace);
            paceWait.record(millis, TimeUnit.MILLISECONDS);
            exemplars.end(trace);
        }

        /** A call waited so long for a token of the region, whether or not there was one in the end. */
        public void waitedForToken(long nanos, CallTrace trace) {
            exemplars.begin(trace);
            tokenWait.record(nanos, TimeUnit.NANOSECONDS);
            exemplars.end(trace);
        }

        /** The region's clock is so far ahead of this process's; the last event loop that notices a change is believed. */
        public void clockAhead(long millis) {
            clockOffsetMillis.set(millis);
            if (clockMeasured.compareAndSet(false, true)) {
                gauge(
                        "tuyere_clock_offset_seconds",
                        "Time by which the clock of a region is ahead",
                        () -> clockOffsetMillis.get() / MILLIS_PER_SECOND,
                        "region",
                        id);
            }
        }

        /** The cloud refused a call with this code. */
        public void cloudCode(CloudCode code) {
            Counter known = codes.get(code);
            (known == null ? codeCounter(code) : known).increment();
        }

        /** Only known codes are remembered: of others there is no end. */
        private Counter codeCounter(CloudCode code) {
            String label = code.known() ? Integer.toString(code.code()) : "other";
            Counter counter =
                    counter("tuyere_cloud_codes_total", "region", id, "code", label, "class", label(code.codeClass()));
            if (code.known()) {
                codes.put(code, counter);
            }
            return counter;
        }

        /** A call went there as its client signed it. */
        public void relayed() {
            relayed.increment();
        }

        /** A tunnel to it was opened. */
        public void tunnelOpened() {
            tunnels.increment();
        }

        /** A tunnel carried bytes of a client to it. */
        public void tunnelledOut(int bytes) {
            tunnelledOut.increment(bytes);
        }

        /** A tunnel carried bytes of it to a client. */
        public void tunnelledIn(int bytes) {
            tunnelledIn.increment(bytes);
        }

        /** A circuit breaker of this kind took another position. */
        public void circuitChanged(String kind, Enum<?> position) {
            counter("tuyere_circuit_transitions_total", "region", id, "kind", kind, "to", label(position))
                    .increment();
        }

        /** A connection was opened by the region's last address, since its name cannot be looked up. */
        public void reachedByLastAddress() {
            counter("tuyere_last_address_total", "region", id).increment();
        }

        /** A read was answered without a call of its own, in this way. */
        public void spared(String how) {
            counter("tuyere_reads_spared_total", "region", id, "how", how).increment();
        }

        /** A call was sent once more for this reason. */
        public void retried(String reason) {
            counter("tuyere_retries_total", "region", id, "reason", reason).increment();
        }

        /** A token was asked for. */
        public void tokenCall(String grant, boolean succeeded) {
            counter("tuyere_token_calls_total", "region", id, "grant", grant, "result", succeeded ? "ok" : "failed")
                    .increment();
        }
    }
}
