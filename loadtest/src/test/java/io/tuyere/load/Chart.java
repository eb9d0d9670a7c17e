package io.tuyere.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The percentiles of phases beside one another, as {@code docs/charts/draw.py} draws them: {@code
 * target/charts/load-<simulation>.json} of the working directory.
 */
final class Chart {
    private final String title;
    private final List<String> series = new ArrayList<>();

    Chart(String title) {
        this.title = title;
    }

    /** Adds a phase. */
    Chart phase(String name, Times times) {
        series.add(String.format(
                Locale.ROOT,
                "{\"name\": \"%s\", \"values\": [%.2f, %.2f, %.2f]}",
                name,
                times.percentile(50),
                times.percentile(95),
                times.percentile(99)));
        return this;
    }

    /** Writes it for this simulation. */
    void write(Class<?> simulation) {
        String json = String.format(
                "{\"title\": \"%s\", \"unit\": \"ms\", \"x\": [\"p50\", \"p95\", \"p99\"], \"series\": [%n  %s]}%n",
                title, String.join(",\n  ", series));
        try {
            Path folder = Files.createDirectories(Path.of("target", "charts"));
            String name = simulation.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
            Files.writeString(folder.resolve("load-" + name.toLowerCase(Locale.ROOT) + ".json"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
