package io.tuyere.core;

import java.util.Arrays;
import java.util.List;

/**
 * The question by which a region says whether it knows a thing. Facts and sources: {@code locate.tsv} beside this class.
 *
 * @param path with {@code {id}} and {@code {schema}} in it
 * @param query likewise, empty for none
 * @param byItems whether only a list that is not empty shows that it does
 */
public record LocateProbe(Subject subject, String path, String query, boolean byItems) {
    private static final List<LocateProbe> ALL = Table.resource("locate.tsv").rows().stream()
            .map(row -> new LocateProbe(
                    row.constant(Subject.class, "subject"),
                    row.text("path"),
                    row.text("query"),
                    row.text("found").equals("items")))
            .toList();

    /** What is looked for. */
    public enum Subject {
        /** A device, by its id. */
        DEVICE,
        /** An end user, by uid. */
        UID,
        /** A user of a project, by name. */
        USERNAME,
        /** An end user of an app, by name. */
        USERNAME_IN_SCHEMA
    }

    /** The question for a subject. */
    public static LocateProbe of(Subject subject) {
        return ALL.stream()
                .filter(probe -> probe.subject == subject)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("locate.tsv lacks one of " + Arrays.toString(Subject.values())));
    }
}
