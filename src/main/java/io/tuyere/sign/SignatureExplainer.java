package io.tuyere.sign;

import io.tuyere.sign.SignatureExplanation.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person why a signature is refused. It tries every known deviation by itself and as the known SDKs combine them,
 * so it is far slower than verifying and not for the data plane. Not thread-safe, like what it uses.
 */
public final class SignatureExplainer {
    private static final List<Set<Deviation>> KNOWN_FORMS = knownForms();

    private final CanonicalRequest canonical;

    public SignatureExplainer(CanonicalRequest canonical) {
        this.canonical = canonical;
    }

    /**
     * Compares the documented text with the one that a client signed.
     *
     * @param claimed the client's string-to-sign, or its whole message
     */
    public SignatureExplanation explainText(SignableRequest request, Identity identity, String claimed) {
        String text = canonical.text(request);
        String prefix = canonical.message(identity, "");
        String claimedText = claimed.startsWith(prefix) ? claimed.substring(prefix.length()) : claimed;
        if (claimedText.equals(text)) {
            return explanation(request, identity, null);
        }
        if (!identity.clientId().isEmpty() && claimedText.startsWith(identity.clientId())) {
            return explanation(
                    request, identity, elsewhere("another access token, time or nonce stands before the text"));
        }
        String cause = knownForm(request, claimedText::equals)
                .map(form -> words(request, form))
                .orElseGet(() -> TextDifference.likelyCause(text, claimedText));
        return explanation(request, identity, TextDifference.between(text, claimedText, cause));
    }

    /**
     * Finds out what a client signed when only the result is known.
     *
     * @param sign the claimed value of the {@code sign} header
     * @param key of the credential that the client should have used
     */
    public SignatureExplanation explainSign(SignableRequest request, Identity identity, String sign, Hmac key) {
        String text = canonical.text(request);
        if (key.matches(canonical.message(identity, text), sign)) {
            return explanation(request, identity, null);
        }
        Difference difference = knownForm(request, form -> key.matches(canonical.message(identity, form), sign))
                .map(form -> TextDifference.between(text, text(request, form), words(request, form)))
                .orElseGet(() -> elsewhere(causeOutsideText(identity, text, sign, key)));
        return explanation(request, identity, difference);
    }

    /** The same of a client that should have used one of these keys, by the first of those that explain most. */
    public SignatureExplanation explainSign(SignableRequest request, Identity identity, String sign, List<Hmac> keys) {
        SignatureExplanation best = explainSign(request, identity, sign, keys.get(0));
        for (Hmac key : keys.subList(1, keys.size())) {
            SignatureExplanation other = explainSign(request, identity, sign, key);
            best = other.explains() > best.explains() ? other : best;
        }
        return best;
    }

    private Optional<Set<Deviation>> knownForm(SignableRequest request, Predicate<String> signed) {
        return KNOWN_FORMS.stream()
                .filter(form -> signed.test(text(request, form)))
                .findFirst();
    }

    private String text(SignableRequest request, Set<Deviation> form) {
        return canonical.text(request, form, canonical.bodyHash(request));
    }

    /** The words of those deviations of a form that make a difference to this request. */
    private String words(SignableRequest request, Set<Deviation> form) {
        String text = canonical.text(request);
        StringJoiner words = new StringJoiner("; ");
        for (Deviation deviation : Deviation.values()) {
            if (form.contains(deviation) && !text(request, Set.of(deviation)).equals(text)) {
                words.add(deviation.words());
            }
        }
        return words.toString();
    }

    private String causeOutsideText(Identity identity, String text, String sign, Hmac key) {
        Identity withoutToken = new Identity(identity.clientId(), "", identity.t(), identity.nonce());
        Identity withoutNonce = new Identity(identity.clientId(), identity.accessToken(), identity.t(), "");
        if (key.matches(canonical.message(identity, text), sign.toUpperCase(Locale.ROOT))) {
            return "the signature is not in upper case";
        }
        if (key.matches(canonical.message(withoutToken, text), sign)) {
            return "the access token is missing from the message";
        }
        if (key.matches(canonical.message(withoutNonce, text), sign)) {
            return "the nonce is missing from the message";
        }
        if (key.matches(text, sign)) {
            return "the text is signed without client id, access token, time and nonce before it";
        }
        if (key.matches(canonical.legacyMessage(identity), sign)) {
            return "the signature has the form of projects before 2021-06-30, which covers nothing of the request";
        }
        return "no known form fits: the secret, access token, time, nonce or something in the request is another";
    }

    private SignatureExplanation explanation(
            SignableRequest request, Identity identity, @Nullable Difference difference) {
        Mask mask = Mask.of(request, identity);
        String text = canonical.text(request);
        return new SignatureExplanation(
                mask.over(text),
                mask.over(canonical.message(identity, text)),
                difference == null ? null : mask.over(difference));
    }

    private static Difference elsewhere(String cause) {
        return new Difference(0, 0, "", "", cause);
    }

    private static List<Set<Deviation>> knownForms() {
        List<Set<Deviation>> forms = new ArrayList<>();
        for (Deviation deviation : Deviation.values()) {
            forms.add(Set.of(deviation));
        }
        for (Dialect dialect : Dialect.values()) {
            forms.add(dialect.deviations());
        }
        return List.copyOf(forms);
    }
}
