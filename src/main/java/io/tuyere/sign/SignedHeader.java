package io.tuyere.sign;

/**
 * A header that a signature covers.
 *
 * @param name in the spelling of {@code Signature-Headers}, which is what is signed
 * @param value as received
 */
public record SignedHeader(String name, String value) {
    /** Leaves the value out, which may be a token. */
    @Override
    public String toString() {
        return "SignedHeader[" + name + "]";
    }
}
