package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which calling codes a region signs in, read from {@code countries.tsv} beside this class, whose head names its sources. */
final class CountryList {
    private static final String FALLBACK = "us";

    private final List<String[]> rows;
    private final Map<String, String> regions = new HashMap<>();

    private CountryList(List<String[]> rows) {
        this.rows = rows;
        rows.forEach(row -> regions.putIfAbsent(row[0], row[1]));
    }

    static CountryList builtIn() {
        try (InputStream in = Objects.requireNonNull(CountryList.class.getResourceAsStream("countries.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new CountryList(lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("calling_code"))
                    .map(line -> line.split("\t", -1))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a region signs in users of this calling code; the second centres of America and Europe as the first. */
    boolean belongsTo(String callingCode, String region) {
        String home = regions.getOrDefault(callingCode, FALLBACK);
        return home.equals(region) || region.equals(home + "-east") || region.equals(home + "-west");
    }

    JsonArray json() {
        JsonArray list = new JsonArray();
        for (String[] row : rows) {
            list.add(new JsonObject()
                    .put("country_code", row[0])
                    .put("country_name", row[3])
                    .put("abbreviation", row[2]));
        }
        return list;
    }
}
