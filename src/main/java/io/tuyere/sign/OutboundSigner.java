package io.tuyere.sign;

/** Signs what is sent to the cloud, always in the documented form. Not thread-safe: one per event loop. */
public final class OutboundSigner {
    private final CanonicalRequest canonical;

    public OutboundSigner(CanonicalRequest canonical) {
        this.canonical = canonical;
    }

    /** The value of the {@code sign} header. */
    public String sign(SignableRequest request, Identity identity, Hmac key) {
        return key.sign(canonical.message(identity, canonical.text(request)));
    }
}
