package io.tuyere.jwt;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import io.tuyere.support.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * Whatever stands behind {@code Bearer} is refused in words that fit into a header, or read as a token that no key has signed.
 * Half of the time only what header and claims hold is thought up, so that the fuzzer need not find base64url out.
 */
final class JwtFuzz {
    private static final KeySet KEYS = KeySet.parse(
            TestIssuer.keySet(new TestIssuer.IssuerKey("k", "ES256"), new TestIssuer.IssuerKey("k", "RS256")));

    private JwtFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String text = data.consumeBoolean()
                ? base64(data.consumeString(200))
                        + '.'
                        + base64(data.consumeString(500))
                        + '.'
                        + base64(data.consumeRemainingAsString())
                : data.consumeRemainingAsString();
        boolean resembles = Jwt.resembles(text);
        Jwt jwt;
        try {
            jwt = Jwt.parse(text);
            jwt.claims().checkTime(0);
        } catch (FailureException refused) {
            require(refused.failure() instanceof Failure.JwtInvalid, "a refusal of another kind");
            require(refused.failure().detail().matches("[ !#-\\[\\]-~]+"), "words that are no header");
            return;
        }
        require(resembles, "a token that does not look like one");
        for (String audience : jwt.claims().audiences()) {
            require(jwt.claims().values(audience).stream().noneMatch(Objects::isNull), "a claim that is nothing");
        }
        VerificationKey key = KEYS.find(jwt.kid(), jwt.algorithm());
        require(key == null || !key.verifies(jwt), "a token that nobody has signed");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
