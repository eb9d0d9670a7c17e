package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final Secret NEW = Secret.of("hunter2-new");
    private static final Secret OLD = Secret.of("hunter2-old");

    @Test
    void newestComesFirst() {
        assertThat(new Secrets(NEW, OLD).all()).containsExactly(NEW, OLD);
        assertThat(Secrets.of(NEW).all()).containsExactly(NEW);
        assertThat(Secrets.of(NEW).rotating()).isFalse();
    }

    @Test
    void oneSecretTwiceIsNoRotation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Secrets(NEW, NEW))
                .withMessageNotContaining("hunter2");
    }
}
