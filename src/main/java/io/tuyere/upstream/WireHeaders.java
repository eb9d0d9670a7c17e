package io.tuyere.upstream;

import io.vertx.core.http.HttpHeaders;

/** Names of the headers that carry a Tuya signature (Tuya developer documentation, "Request structure", read 2024-06). */
public final class WireHeaders {
    /** Access id of the signer. */
    public static final CharSequence CLIENT_ID = HttpHeaders.createOptimized("client_id");

    /** The token. */
    public static final CharSequence ACCESS_TOKEN = HttpHeaders.createOptimized("access_token");

    /** The signature. */
    public static final CharSequence SIGN = HttpHeaders.createOptimized("sign");

    /** Names the algorithm. */
    public static final CharSequence SIGN_METHOD = HttpHeaders.createOptimized("sign_method");

    /** Milliseconds since the epoch. */
    public static final CharSequence T = HttpHeaders.createOptimized("t");

    /** The signer's nonce. */
    public static final CharSequence NONCE = HttpHeaders.createOptimized("nonce");

    /** Names of the headers that the signature covers, joined with colons. */
    public static final CharSequence SIGNATURE_HEADERS = HttpHeaders.createOptimized("Signature-Headers");

    /** The only algorithm there is. */
    public static final CharSequence HMAC_SHA256 = HttpHeaders.createOptimized("HMAC-SHA256");

    private WireHeaders() {}
}
