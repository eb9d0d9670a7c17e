package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted about calls to several regions. Regions bound the number of series. Any thread. */
public final class FanOutMeters {
    private final Meters meters;
    private final Map<Kind, Counter> calls = new EnumMap<>(Kind.class);
    private final Map<String, Map<Ending, Counter>> parts = new ConcurrentHashMap<>();

    FanOutMeters(Meters meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            calls.put(kind, meters.counter("tuyere_fanout_calls_total", "kind", label(kind)));
        }
    }

    /** What several regions were asked for. */
    public enum Kind {
        /** What they know, each for itself or as one list. */
        READ,
        /** Which of them knows a device, a user or a home. */
        LOCATE,
        /** To do something. */
        WRITE
    }

    /** What one region came to. */
    public enum Ending {
        /** It did what was asked. */
        OK,
        /** It refused. */
        REFUSED,
        /** It gave no usable answer. */
        FAILED
    }

    /** Several regions are asked side by side. */
    public void asked(Kind kind) {
        Objects.requireNonNull(calls.get(kind), "every kind is counted").increment();
    }

    /** One of several regions came to its end. */
    public void ended(String region, Ending ending) {
        Map<Ending, Counter> known = parts.get(region);
        Map<Ending, Counter> counters = known == null ? parts.computeIfAbsent(region, this::counters) : known;
        Objects.requireNonNull(counters.get(ending), "every ending is counted").increment();
    }

    private Map<Ending, Counter> counters(String region) {
        Map<Ending, Counter> counters = new EnumMap<>(Ending.class);
        for (Ending ending : Ending.values()) {
            counters.put(
                    ending, meters.counter("tuyere_fanout_parts_total", "region", region, "result", label(ending)));
        }
        return counters;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
