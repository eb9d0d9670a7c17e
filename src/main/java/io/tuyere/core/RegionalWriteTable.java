package io.tuyere.core;

import java.util.List;

/**
 * The writes that may be sent to several regions by one call. Immutable; any thread. Facts and sources:
 * {@code regional-writes.tsv} beside this class.
 */
public final class RegionalWriteTable {
    private static final RegionalWriteTable BUILT_IN = new RegionalWriteTable(Table.resource("regional-writes.tsv"));

    private final List<Entry> entries;

    private RegionalWriteTable(Table table) {
        entries = table.rows().stream()
                .map(row -> new Entry(
                        row.text("method"), row.text("template"), row.constant(Basis.class, "basis"), row.text("why")))
                .toList();
    }

    /** What is known to be kept in every data centre. */
    public static RegionalWriteTable builtIn() {
        return BUILT_IN;
    }

    /** Every entry, in the order of the file. */
    public List<Entry> all() {
        return entries;
    }

    /** Whether a call of this method and {@linkplain PathTemplates template} may go to several regions. */
    public boolean allows(String method, String template) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.method().equals(method) && entry.template().equals(template));
    }

    /** How sure a fact is. */
    public enum Basis {
        /** A page of Tuya's says so. */
        DOCUMENTED,
        /** It follows from how Tuya works, and no page shows the path. */
        ASSUMPTION
    }

    /**
     * A write.
     *
     * @param why what makes it one for every region
     */
    public record Entry(String method, String template, Basis basis, String why) {}
}
