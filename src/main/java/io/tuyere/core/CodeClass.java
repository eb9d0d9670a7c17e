package io.tuyere.core;

/** What kind of thing a cloud code says; metrics and hints speak of these. */
public enum CodeClass {
    /** No failure. */
    OK,
    /** The call itself cannot be answered: its parameters, rights, device or path. */
    CALLER,
    /** The access token was not taken; Tuya refused before acting. */
    TOKEN,
    /** The time that was signed was not taken; Tuya refused before acting. */
    CLOCK,
    /** The data centre is not the one, or not open, for this project, address, country or account. */
    REGION,
    /** A plan, subscription or product does not cover the call. */
    QUOTA,
    /** Too much or too soon; the same call is fine later. */
    THROTTLED,
    /** Tuya's own side failed. */
    CLOUD_FAULT
}
