package io.tuyere.core;

/**
 * What there is to know about a kind of failure of the gateway's own, whichever call met it: the page behind the {@code type} of
 * a problem document (RFC 9457, section 3.1.1).
 *
 * @param slug by which {@code X-Tuyere-Error} and the end of {@code type} name it; never changes once published
 * @param status HTTP status on the api-key face
 * @param code on the signed face, {@link #CODE_OF_CLOUD} or {@link #NO_CODE}
 * @param title what it is called
 * @param retry whether sending the same call again helps
 * @param mayHaveActed whether the cloud may have executed the call
 * @param meaning when it happens, for people; code in backticks
 * @param remedy what to do, for people; code in backticks
 * @param page of the documentation that tells more, empty for none
 */
public record ProblemType(
        String slug,
        int status,
        int code,
        String title,
        Retry retry,
        boolean mayHaveActed,
        String meaning,
        String remedy,
        String page) {
    /** Stands for the code with which the cloud refused, whichever that was. */
    public static final int CODE_OF_CLOUD = 0;

    /** No signed call gets this answer. */
    public static final int NO_CODE = -1;

    /** Whether sending the same call again helps. */
    public enum Retry {
        /** It ends the same way. */
        NEVER("no: the same call ends the same way"),
        /** It may go well after a while. */
        LATER("yes: after `Retry-After`, or a moment where there is none"),
        /** It may go well, but may be executed twice. */
        READS("reads at once; a write only after a look whether it was executed");

        private final String words;

        Retry(String words) {
            this.words = words;
        }

        /** The same for people; code in backticks. */
        public String words() {
            return words;
        }
    }

    static ProblemType of(Table.Row row) {
        return new ProblemType(
                row.text("slug"),
                row.number("status"),
                code(row),
                row.text("title"),
                row.constant(Retry.class, "retry"),
                row.text("executed").equals("maybe"),
                row.text("meaning"),
                row.text("remedy"),
                row.text("page"));
    }

    private static int code(Table.Row row) {
        return switch (row.text("code")) {
            case "" -> NO_CODE;
            case "cloud" -> CODE_OF_CLOUD;
            default -> row.number("code");
        };
    }
}
