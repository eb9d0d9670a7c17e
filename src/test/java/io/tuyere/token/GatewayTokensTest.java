package io.tuyere.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.core.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTokensTest {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final Secret NEWER = Secret.of("fedcba9876543210fedcba9876543210");

    private final AtomicLong clock =
            new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    private final GatewayTokens tokens = new GatewayTokens(List.of(KEY), clock::get);

    @Test
    void projectTokenSaysWhoseItIs() {
        GatewayTokens.Pair pair = tokens.forProject("acme", Optional.of("eu"));

        GatewayToken access = tokens.read(pair.access()).orElseThrow();
        assertThat(access.kind()).isEqualTo(GatewayToken.Kind.ACCESS);
        assertThat(access.tenant()).isEqualTo("acme");
        assertThat(access.region()).contains("eu");
        assertThat(access.user()).isEmpty();
        assertThat(access.expiresAtMillis()).isEqualTo(clock.get() + GatewayTokens.ACCESS_LIFE.toMillis());
        assertThat(pair.lifeSeconds()).isEqualTo(7_200);
        assertThat(tokens.read(pair.refresh()).orElseThrow().kind()).isEqualTo(GatewayToken.Kind.REFRESH);
    }

    @Test
    void tokenWithoutARegionLeavesItOpen() {
        GatewayTokens.Pair pair = tokens.forProject("acme", Optional.empty());

        assertThat(tokens.read(pair.access()).orElseThrow().region()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu1234567890", "name@example.org", "用户", "u", " "})
    void userTokenSaysWhoItIs(String uid) {
        TokenKey.OfUser user = new TokenKey.OfUser("acme", "us", uid);

        assertThat(tokens.read(tokens.forUser(user).access()).orElseThrow().user())
                .contains(user);
    }

    @Test
    void longestNamesAreReadAsTheyWereWritten() {
        TokenKey.OfUser user = new TokenKey.OfUser("t".repeat(255), "r".repeat(255), "ü".repeat(127) + "u");

        assertThat(tokens.read(tokens.forUser(user).refresh()).orElseThrow().user())
                .contains(user);
    }

    @Test
    void longerNameIsRefusedRatherThanCut() {
        TokenKey.OfUser user = new TokenKey.OfUser("acme", "eu", "ü".repeat(128));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.forUser(user))
                .withMessageContaining("255 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> tokens.forProject("t".repeat(256), Optional.empty()));
    }

    @Test
    void tokenEndsWithItsLife() {
        String access = tokens.forProject("acme", Optional.empty()).access();

        clock.addAndGet(GatewayTokens.ACCESS_LIFE.toMillis() - 1);
        assertThat(tokens.read(access)).isPresent();
        clock.addAndGet(1);
        assertThat(tokens.read(access)).isEmpty();
    }

    /** Seconds are written as four bytes, whose sign ends in January 2038. */
    @ParameterizedTest
    @ValueSource(strings = {"2038-01-19T03:14:06Z", "2038-01-20T00:00:00Z", "2106-01-01T00:00:00Z"})
    void expiryIsReadRightBeyond2038(String now) {
        clock.set(Instant.parse(now).toEpochMilli());

        GatewayToken refresh = tokens.read(
                        tokens.forProject("acme", Optional.empty()).refresh())
                .orElseThrow();

        assertThat(refresh.expiresAtMillis()).isEqualTo(clock.get() + GatewayTokens.REFRESH_LIFE.toMillis());
    }

    @Test
    void tokenThatWasChangedAnywhereIsNotOurs() {
        byte[] issued = Base64.getUrlDecoder()
                .decode(tokens.forUser(new TokenKey.OfUser("acme", "eu", "uid")).access());

        for (int at = 0; at < issued.length; at++) {
            byte[] changed = issued.clone();
            changed[at] ^= 1;
            assertThat(tokens.read(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
                    .as("byte %d", at)
                    .isEmpty();
        }
    }

    @Test
    void tokenThatWasCutIsNotOurs() {
        String issued = tokens.forProject("acme", Optional.of("eu")).access();

        for (int length = 0; length < issued.length(); length++) {
            assertThat(tokens.read(issued.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "====", "not base64!", "ä", "AQ", "AWEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anythingElseIsNotOurs(String text) {
        assertThat(tokens.read(text)).isEmpty();
        assertThat(tokens.read(text.repeat(2_000))).isEmpty();
    }

    @Test
    void tokenOfAnotherKeyIsNotOurs() {
        GatewayTokens others = new GatewayTokens(List.of(NEWER), clock::get);

        assertThat(tokens.read(others.forProject("acme", Optional.empty()).access()))
                .isEmpty();
    }

    @Test
    void tokensOutliveAChangeOfKeys() {
        String issued = tokens.forProject("acme", Optional.empty()).access();
        GatewayTokens changed = new GatewayTokens(List.of(NEWER, KEY), clock::get);

        assertThat(changed.read(issued)).isPresent();
        assertThat(tokens.read(changed.forProject("acme", Optional.empty()).access()))
                .as("the newer key issues")
                .isEmpty();
    }

    @Test
    void twoTokensOfAMomentDiffer() {
        assertThat(tokens.forProject("acme", Optional.empty()).access())
                .isNotEqualTo(tokens.forProject("acme", Optional.empty()).access());
    }

    @Test
    void tokenGoesIntoAPathAndAHeaderAsItIs() {
        assertThat(tokens.forUser(new TokenKey.OfUser("acme", "eu", "用户")).refresh())
                .matches("[A-Za-z0-9_-]+");
    }

    @Test
    void noKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GatewayTokens(List.of(), clock::get));
    }
}
