package io.tuyere.sign;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a client's signature is right, and in which form it was made.
 *
 * <p>The documented form is tried first, so the usual call costs one text and one HMAC. Any other form is tried only when
 * that fails, in the order of {@link Dialect}; forms that come to the same text for this request are tried once. A wrong
 * signature costs at most eight HMACs, nine where the legacy form is allowed, and one hash of the body. Not thread-safe:
 * one per event loop.
 */
public final class InboundVerifier {
    private static final List<Dialect> DEVIATING = deviating();

    private final CanonicalRequest canonical;

    public InboundVerifier(CanonicalRequest canonical) {
        this.canonical = canonical;
    }

    /**
     * The form in which this signature is right, or empty when it is wrong.
     *
     * @param identity what the client sent about itself; the access token must be empty where the call is signed without
     *     one, even if the header was sent
     * @param legacyAllowed whether a signature that covers nothing of the request is taken: for credentials marked so,
     *     and for the token endpoints
     */
    public Optional<Dialect> verify(
            SignableRequest request, Identity identity, String sign, Hmac key, boolean legacyAllowed) {
        String bodyHash = canonical.bodyHash(request);
        String text = canonical.text(request, Dialect.CANONICAL.deviations(), bodyHash);
        if (key.matches(canonical.message(identity, text), sign)) {
            return Optional.of(Dialect.CANONICAL);
        }
        Optional<Dialect> deviating = verifyDeviating(request, identity, sign, key, bodyHash, text);
        if (deviating.isEmpty() && legacyAllowed && key.matches(canonical.legacyMessage(identity), sign)) {
            return Optional.of(Dialect.LEGACY);
        }
        return deviating;
    }

    private Optional<Dialect> verifyDeviating(
            SignableRequest request, Identity identity, String sign, Hmac key, String bodyHash, String canonicalText) {
        Set<String> tried = new HashSet<>(Set.of(canonicalText));
        for (Dialect dialect : DEVIATING) {
            String text = canonical.text(request, dialect.deviations(), bodyHash);
            if (tried.add(text) && key.matches(canonical.message(identity, text), sign)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    private static List<Dialect> deviating() {
        EnumSet<Dialect> dialects = EnumSet.allOf(Dialect.class);
        dialects.removeIf(dialect -> dialect.deviations().isEmpty());
        return List.copyOf(dialects);
    }
}
