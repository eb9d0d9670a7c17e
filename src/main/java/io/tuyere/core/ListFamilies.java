package io.tuyere.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calls whose lists can be put together over several regions. Immutable; any thread. Facts and sources: {@code lists.tsv}
 * beside this class.
 */
public final class ListFamilies {
    private static final ListFamilies BUILT_IN = new ListFamilies(Table.resource("lists.tsv"));

    private final Map<String, ListFamily> byTemplate = new LinkedHashMap<>();

    private ListFamilies(Table table) {
        table.rows().stream().map(ListFamilies::family).forEach(family -> byTemplate.put(family.template(), family));
    }

    /** What is known of Tuya's lists. */
    public static ListFamilies builtIn() {
        return BUILT_IN;
    }

    private static ListFamily family(Table.Row row) {
        return new ListFamily(
                row.text("template"),
                row.text("items"),
                row.text("more"),
                row.constant(ListFamily.Cursor.class, "cursor"),
                row.text("cursor_parameter"),
                row.text("cursor_member"),
                row.text("size_parameter"),
                row.number("least"),
                row.number("most"),
                row.text("total"));
    }

    /** Every family, in the order of the file. */
    public Collection<ListFamily> all() {
        return byTemplate.values();
    }

    /** The family of a {@linkplain PathTemplates template}. */
    public Optional<ListFamily> find(String template) {
        return Optional.ofNullable(byTemplate.get(template));
    }
}
