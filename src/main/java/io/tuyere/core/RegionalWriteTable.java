package io.tuyere.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The writes that may be sent to several regions by one call: those of {@code regional-writes.tsv} beside this class, with its
 * facts and sources, and those that an operator names. Immutable; any thread.
 */
public final class RegionalWriteTable {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final RegionalWriteTable BUILT_IN =
            new RegionalWriteTable(Table.resource("regional-writes.tsv").rows().stream()
                    .map(row -> new Entry(
                            row.text("method"),
                            row.text("template"),
                            row.constant(Basis.class, "basis"),
                            row.text("why")))
                    .toList());

    private final List<Entry> entries;

    private RegionalWriteTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** What is known to be kept in every data centre. */
    public static RegionalWriteTable builtIn() {
        return BUILT_IN;
    }

    /** Every entry, in the order of the file. */
    public List<Entry> all() {
        return entries;
    }

    /** This table and calls that an operator answers for, such as {@code POST /v1.0/apps/{schema}/notices}. */
    public RegionalWriteTable with(Collection<String> calls) {
        List<Entry> more = new ArrayList<>(entries);
        calls.forEach(call -> more.add(entry(call)));
        return new RegionalWriteTable(more);
    }

    /** Throws {@code IllegalArgumentException} for what is no write, or one about a thing that lives in one region. */
    public static void check(String call) {
        Entry unused = entry(call);
    }

    private static Entry entry(String call) {
        int blank = call.indexOf(' ');
        String method = blank < 0 ? "" : call.substring(0, blank);
        String path = call.substring(blank + 1);
        if (!METHODS.contains(method) || !path.startsWith("/") || path.indexOf(' ') >= 0 || path.indexOf('*') >= 0) {
            throw new IllegalArgumentException(
                    "upstream.regional-writes must be a method and a path, such as \"POST /v1.0/apps/{schema}/notices\", was "
                            + call);
        }
        PathTemplate template = new PathTemplate(path, "");
        if (template.resource() != null
                || PathTemplates.builtIn().match(path).pattern().resource() != null) {
            throw new IllegalArgumentException("upstream.regional-writes must not have " + call
                    + ": what it is about lives in one region and is not known in others");
        }
        return new Entry(method, path, Basis.OPERATOR, "the configuration says so");
    }

    /**
     * Whether a call may go to several regions.
     *
     * @param path as it is on the wire, without the query; one slash at its end makes no difference
     */
    public boolean allows(String method, String path) {
        return entries.stream().anyMatch(entry -> entry.method().equals(method) && entry.covers(path));
    }

    /** How sure a fact is. */
    public enum Basis {
        /** A page of Tuya's says so. */
        DOCUMENTED,
        /** It follows from how Tuya works, and no page shows the path. */
        ASSUMPTION,
        /** The operator of this gateway says so. */
        OPERATOR
    }

    /**
     * A write.
     *
     * @param why what makes it one for every region
     */
    public record Entry(String method, String template, Basis basis, String why) {
        private boolean covers(String path) {
            List<String> segments = new PathTemplate(template, "").segments();
            String rest = path.startsWith("/") ? path.substring(1) : path;
            List<String> given =
                    List.of((rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1));
            return given.size() == segments.size()
                    && IntStream.range(0, given.size())
                            .allMatch(i -> PathTemplate.isParameter(segments.get(i))
                                    ? !given.get(i).isEmpty()
                                    : segments.get(i).equals(given.get(i)));
        }
    }
}
