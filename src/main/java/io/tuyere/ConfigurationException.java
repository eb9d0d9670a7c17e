package io.tuyere;

/** The configuration is wrong; the message lists everything that is. */
final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }
}
