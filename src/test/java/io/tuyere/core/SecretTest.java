package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SecretTest {
    private final Secret secret = Secret.of("höhle");

    @Test
    void secretIsNeverPrinted() {
        assertThat(secret).hasToString("***");
        assertThat(new Project("id", secret).toString()).doesNotContain("höhle");
    }

    @Test
    void secretIsRevealedOnlyWhenAsked() {
        assertThat(secret.reveal()).isEqualTo("höhle");
        assertThat(secret.bytes()).containsExactly('h', 0xC3, 0xB6, 'h', 'l', 'e');
    }

    @Test
    void equalityIsOfTheBytes() {
        assertThat(secret).isEqualTo(Secret.of(secret.bytes())).hasSameHashCodeAs(Secret.of("höhle"));
        assertThat(secret.hashCode()).isNotEqualTo(Secret.of("hohle").hashCode());
        assertThat(secret).isNotEqualTo(Secret.of("hohle")).isNotEqualTo("höhle");
    }

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] given = {1, 2};
        Secret copied = Secret.of(given);
        given[0] = 9;
        copied.bytes()[1] = 9;

        assertThat(copied.bytes()).containsExactly(1, 2);
    }

    @Test
    void emptySecretIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of("")).withMessage("a secret must not be empty");
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(new byte[0]));
    }
}
