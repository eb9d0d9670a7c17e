package io.tuyere.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the metrics page said at one moment.
 *
 * @param values by series: the name and its labels, as on the page
 */
public record Scrape(Map<String, Double> values) {
    public Scrape {
        values = Map.copyOf(values);
    }

    /** The page of a gateway as it is now. */
    public static Scrape of(GatewayUnderTest gateway) {
        return read(gateway.management("/metrics").text());
    }

    private static Scrape read(String page) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : page.split("\n", -1)) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                int space = line.lastIndexOf(' ');
                values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return new Scrape(values);
    }

    /** The value of a series, 0 for none. */
    public double value(String series) {
        return values.getOrDefault(series, 0.0);
    }

    /** Calls that are being handled. */
    public double inFlight() {
        return value("tuyere_in_flight_requests");
    }

    /** Calls that are being handled, and clocks that run. */
    public double underWay() {
        return inFlight() + value("tuyere_deadlines_running");
    }

    /** The names of meters, without labels. */
    public Set<String> names() {
        return values.keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
    }
}
