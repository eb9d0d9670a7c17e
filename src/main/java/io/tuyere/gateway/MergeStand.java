package io.tuyere.gateway;

import java.util.List;

/**
 * Where a merged list stands.
 *
 * @param size items of a page that counted families are asked for, the same from beginning to end
 * @param positions one for each region, in the order in which their items come
 */
record MergeStand(int size, List<Position> positions) {
    MergeStand {
        positions = List.copyOf(positions);
    }

    /** The beginning of a list over these regions. */
    static MergeStand start(int size, List<String> regions) {
        return new MergeStand(
                size,
                regions.stream()
                        .map(region -> new Position(region, "", 1, 0, 0, -1, false, false))
                        .toList());
    }

    /**
     * Where the list of one region stands. What was asked for and did not fit into a page is not kept but skipped over when the
     * same page of the region is asked for again.
     *
     * @param cursor the region's own, empty for the start
     * @param number of the region's page, from 1
     * @param skip items of that page which were given out already
     * @param taken items given out in all
     * @param total length of the region's list, -1 while it is not known
     * @param done whether all was given out
     * @param failing whether the region failed when it was asked last
     */
    record Position(
            String region, String cursor, int number, int skip, long taken, long total, boolean done, boolean failing) {

        /** What is left as far as is known, at least 1. */
        long left(int otherwise) {
            return total < 0 ? otherwise : Math.max(1, total - taken);
        }

        Position failed() {
            return new Position(region, cursor, number, skip, taken, total, done, true);
        }

        /** After some items of the page, but not all. */
        Position within(int given, long knownTotal) {
            return new Position(region, cursor, number, skip + given, taken + given, knownTotal, false, false);
        }

        /** After the last item of the page. */
        Position behind(int given, String nextCursor, boolean last, long knownTotal) {
            return new Position(region, nextCursor, number + 1, 0, taken + given, knownTotal, last, false);
        }
    }
}
