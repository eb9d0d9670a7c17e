package io.tuyere.observe;

import io.micrometer.core.instrument.Counter;
import io.tuyere.core.PathTemplate;
import io.tuyere.observe.Meters.Outcome;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of the API are made, by the templates that paths are folded into. A series is there from its first call on; the
 * templates, methods and outcomes bound their number. Any thread.
 */
public final class ApiMeters {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");

    private final Meters meters;
    private final IdentityHashMap<PathTemplate, Map<String, Map<Outcome, Counter>>> counters = new IdentityHashMap<>();

    ApiMeters(Meters meters, List<PathTemplate> templates) {
        this.meters = meters;
        for (PathTemplate template : templates) {
            counters.put(
                    template,
                    Map.of(
                            METHODS.get(0), new ConcurrentHashMap<>(1),
                            METHODS.get(1), new ConcurrentHashMap<>(1),
                            METHODS.get(2), new ConcurrentHashMap<>(1),
                            METHODS.get(3), new ConcurrentHashMap<>(1),
                            METHODS.get(4), new ConcurrentHashMap<>(1)));
        }
    }

    /** A call of a client that is known ended so; one with a method or template that nobody knows is not counted here. */
    public void ended(PathTemplate template, String method, Outcome outcome) {
        Map<String, Map<Outcome, Counter>> ofTemplate = counters.get(template);
        Map<Outcome, Counter> ofMethod = ofTemplate == null ? null : ofTemplate.get(method);
        if (ofMethod == null) {
            return;
        }
        @Nullable Counter known = ofMethod.get(outcome);
        if (known == null) {
            known = meters.counter(
                    "tuyere_api_requests_total",
                    "method",
                    method,
                    "template",
                    template.text(),
                    "outcome",
                    outcome.label());
            ofMethod.put(outcome, known); // whoever else makes it makes the same
        }
        known.increment();
    }
}
