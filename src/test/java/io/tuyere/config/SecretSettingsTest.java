package io.tuyere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.core.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecretSettingsTest {
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");

    @Test
    void defaults() {
        assertThat(SecretSettings.defaults().masterKeys()).isEmpty();
    }

    @Test
    void everyKeySet() {
        SecretSettings settings = new SecretSettings(List.of(KEY, KEY));

        assertThat(settings.masterKeys()).containsExactly(KEY, KEY);
        assertThat(settings.toString()).doesNotContain("0123");
    }

    @Test
    void eachBadValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretSettings(List.of(KEY, KEY, KEY)))
                .withMessageStartingWith("secrets.master-key must be one key or two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretSettings(List.of(KEY, Secret.of("short"))))
                .withMessage("secrets.master-key must be 32 bytes, was 5");
    }
}
