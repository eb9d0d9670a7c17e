package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void noCredentialPrintsWhatProvesIt() {
        Credential signed = new Credential.Signed("acme-sdk", Secret.of("s3cret"), false);
        Credential apiKey = new Credential.ApiKey(DIGEST);

        assertThat(signed.toString()).contains("acme-sdk").doesNotContain("s3cret");
        assertThat(apiKey).hasToString("ApiKey[***]");
        assertThat(new Credential.Relay("real-id").accessId()).isEqualTo("real-id");
    }

    @Test
    void apiKeyIsItsDigest() {
        assertThat(new Credential.ApiKey(DIGEST).sha256()).isEqualTo(DIGEST);
        assertThat(new Credential.ApiKey(DIGEST)).isEqualTo(new Credential.ApiKey(DIGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "my-key"})
    void apiKeyThatIsNoDigestIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Credential.ApiKey(text));
    }

    @Test
    void digestOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Credential.ApiKey(DIGEST + "00"))
                .withMessage("sha256 must be 64 hexadecimal digits");
    }
}
