package io.tuyere.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A part of a list that is ordered by a key: what comes after one, so that a list that changes meanwhile shows nothing twice.
 *
 * @param after key of the last entry of the page before, empty for the first page
 */
record Page(String after, int limit) {
    /** The entries of this page, under a name, with {@code next} where there are more. */
    <T> JsonObject of(String name, Iterable<T> all, Function<T, String> key, Function<T, JsonObject> view) {
        TreeMap<String, T> first = new TreeMap<>(Comparator.naturalOrder());
        for (T each : all) {
            String at = key.apply(each);
            if (at.compareTo(after) > 0) {
                first.put(at, each);
                if (first.size() > limit + 1) {
                    first.pollLastEntry();
                }
            }
        }
        boolean more = first.size() > limit;
        if (more) {
            first.pollLastEntry();
        }
        JsonObject page = new JsonObject()
                .put(name, new JsonArray(first.values().stream().map(view).toList()));
        return more ? page.put("next", first.lastKey()) : page;
    }

    /** The first entries of a list that has an order of its own. */
    <T> JsonObject first(String name, List<T> all, Function<T, JsonObject> view) {
        return new JsonObject()
                .put(name, new JsonArray(all.stream().limit(limit).map(view).toList()));
    }
}
