package io.tuyere.core;

/**
 * How a call of the cloud pages through a list.
 *
 * @param template the path
 * @param items member of the result that holds the items
 * @param more member that says whether there are others
 * @param cursor how the next page is asked for
 * @param cursorParameter query parameter that asks for it
 * @param cursorMember member of the result that leads to it, empty where pages are counted
 * @param sizeParameter query parameter for the items of a page
 * @param least items of the smallest page
 * @param most items of the largest page
 * @param total member that holds the length of the list, empty for none
 */
public record ListFamily(
        String template,
        String items,
        String more,
        Cursor cursor,
        String cursorParameter,
        String cursorMember,
        String sizeParameter,
        int least,
        int most,
        String total) {
    /** How the next page of a list is asked for. */
    public enum Cursor {
        /** By its number, from 1. */
        NUMBER,
        /** By what the page before said. */
        KEY
    }

    /** Whether pages are counted. */
    public boolean numbered() {
        return cursor == Cursor.NUMBER;
    }
}
