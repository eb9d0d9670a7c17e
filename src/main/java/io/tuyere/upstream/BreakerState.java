package io.tuyere.upstream;

/**
 * A breaker as it stands, for people.
 *
 * @param position where it stands
 * @param reason what opened it, empty while nothing did
 * @param code the cloud's last code, 0 for none
 * @param probeInMillis until a call may try again, 0 when one may now
 * @param sinceMillis for how long it stands so, 0 when it always did
 */
public record BreakerState(
        BreakerKey key, Position position, String reason, int code, long probeInMillis, long sinceMillis) {
    /** Where a breaker stands. */
    public enum Position {
        /** Calls pass. */
        CLOSED,
        /** No call passes. */
        OPEN,
        /** One call at a time passes, to see whether things are well again. */
        PROBING,
        /** No call passes, by the operator's word. */
        HELD_OPEN,
        /** All calls pass whatever they meet, by the operator's word. */
        HELD_CLOSED
    }
}
