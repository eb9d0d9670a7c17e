package io.tuyere.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tab-separated table of facts that ships with the code: lines that start with {@code #} are its comments and sources, the
 * first other line names the columns.
 *
 * @param name the file, for messages
 * @param columns their names, in order
 * @param rows one per line, each with a cell for every column
 */
record Table(String name, List<String> columns, List<Row> rows) {

    /** The table in this package's resource of that name; a missing or crooked one is a broken build and throws. */
    static Table resource(String name) {
        try (InputStream in = Table.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Table parse(String name, String text) {
        List<String[]> lines = text.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .map(line -> line.split("\t", -1))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalStateException(name + " has no line that names its columns");
        }
        List<String> columns = List.of(lines.get(0));
        List<Row> rows = new ArrayList<>();
        for (String[] cells : lines.subList(1, lines.size())) {
            if (cells.length != columns.size()) {
                throw new IllegalStateException(
                        name + ": " + columns.size() + " columns, but " + cells.length + " cells at " + cells[0]);
            }
            rows.add(new Row(columns, cells));
        }
        return new Table(name, columns, List.copyOf(rows));
    }

    /** One line of a table. */
    static final class Row {
        private final List<String> columns;
        private final String[] cells;

        private Row(List<String> columns, String[] cells) {
            this.columns = columns;
            this.cells = cells;
        }

        /** The cell under a column, empty where nothing is written; throws for a column that the table does not have. */
        String text(String column) {
            int index = columns.indexOf(column);
            if (index < 0) {
                throw new IllegalArgumentException("no column " + column + " in " + columns);
            }
            return cells[index];
        }

        /** The comma-separated parts of a cell. */
        List<String> parts(String column) {
            String text = text(column);
            return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        }

        /** A cell that is a whole number. */
        int number(String column) {
            return Integer.parseInt(text(column));
        }

        /** The constant that a cell names in dash-case: {@code cloud-fault} is {@code CLOUD_FAULT}. */
        <E extends Enum<E>> E constant(Class<E> type, String column) {
            String name = text(column);
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> dashed(constant).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("unknown " + column + ": " + name));
        }

        private static String dashed(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
