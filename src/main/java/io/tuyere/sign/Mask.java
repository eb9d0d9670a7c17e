package io.tuyere.sign;

import io.tuyere.sign.SignatureExplanation.Difference;
import java.util.ArrayList;
import java.util.List;

/**
 * Stars over what must not be shown of a request: its access token, a signed header that carries one or the secret, and
 * the refresh token in a path.
 */
record Mask(List<String> hidden) {
    private static final String BEFORE_REFRESH_TOKEN = "/token/";

    static Mask of(SignableRequest request, Identity identity) {
        List<String> hidden = new ArrayList<>();
        hidden.add(identity.accessToken());
        for (SignedHeader header : request.headers()) {
            if (header.name().equalsIgnoreCase("access_token") || header.name().equalsIgnoreCase("secret")) {
                hidden.add(header.value());
            }
        }
        int token = request.path().indexOf(BEFORE_REFRESH_TOKEN);
        if (token >= 0) {
            hidden.add(request.path().substring(token + BEFORE_REFRESH_TOKEN.length()));
        }
        hidden.removeIf(String::isEmpty);
        return new Mask(List.copyOf(hidden));
    }

    String over(String text) {
        String masked = text;
        for (String value : hidden) {
            masked = masked.replace(value, "*".repeat(value.length()));
        }
        return masked;
    }

    Difference over(Difference difference) {
        return new Difference(
                difference.line(),
                difference.column(),
                over(difference.expected()),
                over(difference.found()),
                difference.cause());
    }

    @Override
    public String toString() {
        return "Mask[" + hidden.size() + " values]";
    }
}
