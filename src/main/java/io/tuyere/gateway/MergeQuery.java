package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.ListFamily;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query of a call for a merged list, taken apart.
 *
 * @param rest what is asked of every region alike
 * @param size items that a merged page may have
 * @param cursor of the page, empty for the first
 */
record MergeQuery(String rest, int size, String cursor) {
    /** Leads to the next page of a merged list. */
    static final String CURSOR = "tuyere_cursor";

    private static final int USUAL_SIZE = 20;

    static MergeQuery of(@Nullable String query, ListFamily family) {
        String cursor = QueryParameters.first(query, CURSOR);
        String own = QueryParameters.first(query, family.cursorParameter());
        if (cursor.isEmpty() && !family.numbered()) {
            cursor = own;
        } else if (cursor.isEmpty() && !own.isEmpty() && !own.equals("1")) {
            throw new Failure.BadRequest("a merged list has no numbered pages: send " + CURSOR
                            + " of the page before in place of " + family.cursorParameter())
                    .toException();
        }
        return new MergeQuery(rest(query, family), size(query, family), cursor);
    }

    private static String rest(@Nullable String query, ListFamily family) {
        List<String> ours = List.of(CURSOR, family.cursorParameter(), family.sizeParameter());
        return query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !ours.contains(name(pair)))
                        .collect(Collectors.joining("&"));
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    private static int size(@Nullable String query, ListFamily family) {
        String text = QueryParameters.first(query, family.sizeParameter());
        try {
            int size = text.isEmpty() ? USUAL_SIZE : Integer.parseInt(text);
            if (size >= 1 && size <= family.most()) {
                return size;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as a number out of bounds is
        }
        throw new Failure.BadRequest(family.sizeParameter() + " of a merged list must be 1 to " + family.most())
                .toException();
    }

    /** The query for one region. */
    String with(ListFamily family, int regionSize, String regionCursor) {
        String paging = family.sizeParameter() + "=" + regionSize
                + (regionCursor.isEmpty() ? "" : "&" + family.cursorParameter() + "=" + regionCursor);
        return rest.isEmpty() ? paging : rest + "&" + paging;
    }
}
