package io.tuyere.sign;

/**
 * What stands before the canonical string in the signed message. Absent parts are empty strings.
 *
 * @param clientId access id of the signer
 * @param accessToken token the signature covers; empty for token management and before a login
 * @param t milliseconds since the epoch, as text on the wire
 * @param nonce the signer's nonce
 */
public record Identity(String clientId, String accessToken, String t, String nonce) {
    @Override
    public String toString() {
        return "Identity[" + clientId + ", ***, " + t + "]";
    }
}
