package io.tuyere.sim;

import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param cursor leads to the part behind it, empty at the end; opaque, and good only in its own region and list
 * @param more whether there is a part behind it
 * @param total length of the whole list
 */
record Page<T>(List<T> items, String cursor, boolean more, int total) {
    Page {
        items = List.copyOf(items);
    }

    /** The part behind a cursor; the empty cursor stands for the start. Refused with 1109 where it is not of this scope. */
    static <T> Page<T> behind(String cursor, String scope, List<T> all, int size) {
        int from = cursor.isEmpty() ? 0 : decoded(cursor, scope, all.size());
        int to = Math.min(from + size, all.size());
        boolean more = to < all.size();
        return new Page<>(all.subList(from, to), more ? encoded(scope, to) : "", more, all.size());
    }

    /**
     * A numbered part.
     *
     * @param number from 1
     */
    static <T> Page<T> numbered(int number, int size, List<T> all) {
        if (number < 1) {
            throw Refusal.PARAM_RANGE.exception();
        }
        int from = (int) Math.min((number - 1L) * size, all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(all.subList(from, to), "", to < all.size(), all.size());
    }

    JsonArray json(Function<T, Object> form) {
        JsonArray list = new JsonArray();
        items.forEach(item -> list.add(form.apply(item)));
        return list;
    }

    private static String encoded(String scope, int index) {
        byte[] text = (scope + "#" + index).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static int decoded(String cursor, String scope, int length) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(scope + "#")) {
                return Math.min(Integer.parseInt(text.substring(scope.length() + 1)), length);
            }
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.PARAM_ILLEGAL.exception();
        }
        throw Refusal.PARAM_ILLEGAL.exception();
    }
}
