package io.tuyere.sign;

import static io.tuyere.sign.Deviation.EMPTY_LINE_LEFT_OUT;
import static io.tuyere.sign.Deviation.EMPTY_OBJECT_NOT_HASHED;
import static io.tuyere.sign.Deviation.HEADERS_LEFT_OUT;
import static io.tuyere.sign.Deviation.METHOD_IN_LOWER_CASE;
import static io.tuyere.sign.Deviation.PATH_AS_SENT;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the text that Tuya's signature covers, called stringToSign in its documentation:
 *
 * <pre>
 * METHOD
 * SHA-256 of the body
 * name:value        one line for each signed header, in the order of Signature-Headers
 *                   always one empty line
 * path?query        decoded, keys ascending
 * </pre>
 *
 * <p>What the documentation leaves open follows tuya-connector-go, which reproduces both published examples: the path is
 * decoded, the query is decoded as a form, keys are sorted by their UTF-8 bytes, a key without a value is signed with
 * its equals sign, of a repeated key only the first value counts, and an empty query leaves no question mark. Broken
 * percent-escapes stay as they are. Repeated values after the first are therefore covered by no signature.
 *
 * <p>Not thread-safe: one per event loop.
 *
 * <p>Source: developer.tuya.com, "Sign Requests for Cloud Authorization" (Kbw0q34cs2e5g, 2022-09; Ka43a5mtx1gsc,
 * 2024-06); tuya/tuya-connector-go connector/sign (1fc61db).
 */
public final class CanonicalRequest {
    private static final int TYPICAL_QUERY = 128;

    private final ContentHash contentHash;

    public CanonicalRequest(ContentHash contentHash) {
        this.contentHash = contentHash;
    }

    /** The documented text for this request. */
    public String text(SignableRequest request) {
        return text(request, Set.of(), bodyHash(request));
    }

    /** The signed message: who signs, when, and the text. Nothing separates its parts. */
    public String message(Identity identity, String text) {
        return identity.clientId() + identity.accessToken() + identity.t() + identity.nonce() + text;
    }

    /** The message of {@link Dialect#LEGACY}. */
    String legacyMessage(Identity identity) {
        return identity.clientId() + identity.accessToken() + identity.t();
    }

    /** The text as an SDK writes it that deviates so; the hash is passed in because a body is read only once. */
    String text(SignableRequest request, Set<Deviation> deviations, String bodyHash) {
        // Not reused: a builder that has held one character above U+00FF stays two bytes wide for good.
        StringBuilder text = new StringBuilder(request.path().length() + bodyHash.length() + TYPICAL_QUERY);
        text.append(method(request, deviations)).append('\n');
        text.append(signedHash(bodyHash, deviations)).append('\n');
        appendHeaders(text, request.headers(), deviations);
        text.append(deviations.contains(PATH_AS_SENT) ? request.path() : PercentDecoder.path(request.path()));
        if (request.query() != null) {
            SignedQuery.append(text, request.query(), deviations);
        }
        return text.toString();
    }

    String bodyHash(SignableRequest request) {
        return contentHash.of(request.body());
    }

    private static String method(SignableRequest request, Set<Deviation> deviations) {
        return deviations.contains(METHOD_IN_LOWER_CASE)
                ? request.method().toLowerCase(Locale.ROOT)
                : request.method().toUpperCase(Locale.ROOT);
    }

    private static String signedHash(String bodyHash, Set<Deviation> deviations) {
        return deviations.contains(EMPTY_OBJECT_NOT_HASHED) && bodyHash.equals(ContentHash.OF_EMPTY_OBJECT)
                ? ContentHash.OF_NOTHING
                : bodyHash;
    }

    private static void appendHeaders(StringBuilder text, List<SignedHeader> headers, Set<Deviation> deviations) {
        if (headers.isEmpty() || deviations.contains(HEADERS_LEFT_OUT)) {
            text.append('\n');
            return;
        }
        for (SignedHeader header : headers) {
            text.append(header.name()).append(':').append(header.value()).append('\n');
        }
        if (!deviations.contains(EMPTY_LINE_LEFT_OUT)) {
            text.append('\n');
        }
    }
}
