package io.tuyere.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The regions and countries that a configuration may name.
 *
 * @param regions built-in and private ones
 * @param countries whether an ISO 3166 alpha-2 code in upper case, or the digits of a calling code, is one
 */
record Atlas(Set<String> regions, Predicate<String> countries) {

    /** The id of a region; empty, and a problem, if there is none of this name. */
    Optional<String> region(Scalar scalar) {
        return scalar.as(Form.TEXT).filter(id -> known(id, scalar));
    }

    private boolean known(String id, Scalar scalar) {
        if (!regions.contains(id)) {
            scalar.error(unknown(id));
        }
        return regions.contains(id);
    }

    /** What is wrong with the name of a region. */
    String unknown(String id) {
        return "no region is called " + Form.quoted(id) + Spelling.hint(id, regions);
    }

    /** Countries to regions, the countries in upper case or as bare digits. */
    Map<String, String> countries(Section section) {
        Map<String, String> result = new LinkedHashMap<>();
        section.namedScalars().forEach((written, scalar) -> {
            String country = written.toUpperCase(Locale.ROOT).replaceFirst("^\\+", "");
            if (!countries.test(country)) {
                scalar.error("is no country; write ISO 3166 alpha-2 (HK) or a calling code (852)");
            }
            region(scalar).ifPresent(region -> {
                if (result.putIfAbsent(country, region) != null) {
                    scalar.error(country + " is given twice; keep one");
                }
            });
        });
        return result;
    }
}
