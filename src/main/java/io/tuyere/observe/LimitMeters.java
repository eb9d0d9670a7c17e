package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What limits decided. Any thread. */
public final class LimitMeters {
    private final Map<Layer, Map<Decision, Counter>> decisions = new EnumMap<>(Layer.class);

    LimitMeters(Meters meters) {
        for (Layer layer : Layer.values()) {
            Map<Decision, Counter> ofLayer = new EnumMap<>(Decision.class);
            for (Decision decision : Decision.values()) {
                ofLayer.put(
                        decision,
                        meters.counter(
                                "tuyere_limit_decisions_total", "layer", label(layer), "decision", label(decision)));
            }
            decisions.put(layer, ofLayer);
        }
    }

    /** Which limit decided. */
    public enum Layer {
        /** The plan of a tenant or credential. */
        PLAN,
        /** The cloud's pace. */
        PACE,
        /** The budget of a month. */
        BUDGET
    }

    /** What it decided. */
    public enum Decision {
        /** The call went on at once. */
        ADMITTED,
        /** The call went on at once, by the decision of this instance alone. */
        ADMITTED_ALONE,
        /** The call went on when its turn had come. */
        WAITED,
        /** The call was refused. */
        REFUSED,
        /** The call was refused, by the decision of this instance alone. */
        REFUSED_ALONE,
        /** The call would have been refused or kept waiting, but limits are only tried out. */
        DRY_RUN,
        /** The client left, or the call's time was up, while it waited for its turn. */
        LEFT,
        /** The cloud said that calls come too fast, and they were slowed down. */
        SLOWED
    }

    /** A limit decided. */
    public void decided(Layer layer, Decision decision) {
        Map<Decision, Counter> ofLayer = Objects.requireNonNull(decisions.get(layer), "every layer is counted");
        Objects.requireNonNull(ofLayer.get(decision), "every decision is counted")
                .increment();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
