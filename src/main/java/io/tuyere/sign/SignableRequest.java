package io.tuyere.sign;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request that a Tuya signature covers.
 *
 * @param path raw path as on the wire
 * @param query raw query as on the wire without its question mark; null where the target has none
 * @param body the exact bytes of the body, empty for none; not copied, so the caller must not change them
 * @param headers the headers named by {@code Signature-Headers}, in its order
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; copying a body per call would only cost
public record SignableRequest(
        String method, String path, @Nullable String query, byte[] body, List<SignedHeader> headers) {
    public SignableRequest {
        headers = List.copyOf(headers);
    }

    /** Names neither path, query nor body, each of which may hold a secret. */
    @Override
    public String toString() {
        return "SignableRequest[" + method + ", " + body.length + " bytes, " + headers + "]";
    }
}
