package io.tuyere.core;

import java.util.HexFormat;

/** How a client proves itself to the gateway. */
public sealed interface Credential {
    /**
     * A gateway-issued access id and secret: the client signs as for Tuya.
     *
     * @param legacy whether the signature form of projects before 2021-06-30 is taken, which covers neither path nor body
     */
    record Signed(String accessId, Secret accessSecret, boolean legacy) implements Credential {}

    /**
     * An API key, kept as the SHA-256 of its UTF-8 bytes.
     *
     * @param mappedStatus whether the cloud's refusals get an HTTP status by their code, in place of the cloud's 200
     */
    record ApiKey(String sha256, boolean mappedStatus) implements Credential {
        /** With the cloud's own HTTP status. */
        public ApiKey(String sha256) {
            this(sha256, false);
        }

        public ApiKey {
            if (HexFormat.of().parseHex(sha256).length != 32) {
                throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits");
            }
        }

        @Override
        public String toString() {
            return "ApiKey[***]";
        }
    }

    /** A real Tuya access id whose owner signs for Tuya itself; its calls are forwarded byte for byte. */
    record Relay(String accessId) implements Credential {}
}
