package io.tuyere.core;

/**
 * A {@code code} of Tuya's answers and what it means to the gateway.
 *
 * @param message the {@code msg} that usually comes with it
 * @param httpStatus its status on the api-key face; the signed face keeps 200
 * @param hint what to do about it, for people
 * @param source letters explained in {@code cloud-codes.tsv}
 * @param known whether the table has it; an unknown code must not become a metric label
 */
public record CloudCode(
        int code,
        String message,
        CodeClass codeClass,
        RetryRule retry,
        Trip trip,
        int httpStatus,
        String hint,
        String source,
        boolean known) {
    /** The answer that is no failure; Tuya sends no code with it. */
    public static final CloudCode OK =
            new CloudCode(0, "", CodeClass.OK, RetryRule.NEVER, Trip.NONE, 200, "", "", true);

    /** A code that the table does not have: taken as the call's own fault, so that it opens no breaker and is not repeated. */
    static CloudCode unknown(int code) {
        return new CloudCode(
                code,
                "",
                CodeClass.CALLER,
                RetryRule.NEVER,
                Trip.NONE,
                400,
                "Tuya's code " + code
                        + " is not in the gateway's table; see the message, and Tuya's list of error codes.",
                "",
                false);
    }
}
