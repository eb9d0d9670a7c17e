package io.tuyere.support;

import java.util.Collections;
import java.util.List;

/** A table for a page of the documentation. */
public final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    private MarkdownTable() {}

    /** A table with these columns and no rows. */
    public static MarkdownTable of(String... columns) {
        MarkdownTable table = new MarkdownTable();
        table.text.append("| " + String.join(" | ", columns) + " |\n");
        table.text.append("|" + String.join("|", Collections.nCopies(columns.length, "---")) + "|\n");
        return table;
    }

    /** One more row. */
    public void add(String... cells) {
        List<String> safe = List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .toList();
        text.append("| " + String.join(" | ", safe) + " |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
