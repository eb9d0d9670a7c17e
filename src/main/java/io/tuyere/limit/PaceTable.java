package io.tuyere.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The figures that Tuya has published, by method and path template: {@code pace.tsv} beside this class. Immutable; any thread. */
final class PaceTable {
    private static final PaceTable BUILT_IN = new PaceTable(resource());

    private final Map<String, Double> figures = new HashMap<>();

    private PaceTable(String text) {
        text.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .skip(1)
                .map(line -> line.split("\t", -1))
                .forEach(cells -> figures.put(cells[0] + ' ' + cells[1], Double.valueOf(cells[2])));
    }

    static PaceTable builtIn() {
        return BUILT_IN;
    }

    private static String resource() {
        try (InputStream in = PaceTable.class.getResourceAsStream("pace.tsv")) {
            if (in == null) {
                throw new IllegalStateException("resource pace.tsv is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Calls a second, 0 where nothing is published. */
    double perSecond(String method, String template) {
        return figures.getOrDefault(method + ' ' + template, 0.0);
    }

    /** Method and path to calls a second. */
    Map<String, Double> figures() {
        return Map.copyOf(figures);
    }
}
