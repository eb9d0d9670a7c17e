package io.tuyere.doctor;

/**
 * What was found about one thing.
 *
 * @param check kind of thing: {@code config}, {@code redis}, {@code jwks}, {@code region}, {@code clock}, {@code project}
 * @param subject which one of its kind
 * @param mark how it is
 * @param words what was seen, and where something is wrong what to do about it; without secrets
 */
public record Finding(String check, String subject, Mark mark, String words) {
    /** How a thing is. */
    public enum Mark {
        /** As it should be. */
        OK("ok"),
        /** Works, but somebody should look at it. */
        WARNING("warning"),
        /** Calls that need it fail. */
        FAILED("failed"),
        /** Could not be looked at, because something it needs failed. */
        SKIPPED("skipped");

        private final String word;

        Mark(String word) {
            this.word = word;
        }

        /** The mark for people and machines. */
        public String word() {
            return word;
        }
    }
}
