package io.tuyere.core;

/** Whether a call that got a cloud code may be sent again, and what must change first. */
public enum RetryRule {
    /** Sending it again gives the same answer. */
    NEVER,
    /** Once, with a new access token, POST too: Tuya refused before acting. */
    WITH_NEW_TOKEN,
    /** Once, with the time corrected by the {@code t} of the answer, POST too: Tuya refused before acting. */
    WITH_CORRECTED_CLOCK,
    /** After a pause, POST too: Tuya refused before acting. */
    AFTER_PAUSE,
    /** Once after a pause, if the method is safe: the cloud may have acted. */
    SAFE_AFTER_PAUSE,
    /** Once in the region of the country that the call names. */
    IN_COUNTRY_REGION,
    /** If the method is safe, once in the tenant's other regions, where it allows that. */
    IN_OTHER_REGIONS
}
