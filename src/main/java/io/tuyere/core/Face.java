package io.tuyere.core;

/** How a client speaks to the gateway, which decides how it is answered. */
public enum Face {
    /** Drop-in for SDKs: signed as for Tuya, every answer is HTTP 200 with Tuya's envelope. */
    SIGNED("signed"),
    /** Plain HTTP with an API key; failures have an HTTP status and a problem document (RFC 9457). */
    API_KEY("api-key");

    private final String label;

    Face(String label) {
        this.label = label;
    }

    /** Its name in configuration and metrics. */
    public String label() {
        return label;
    }
}
