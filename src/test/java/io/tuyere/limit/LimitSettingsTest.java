package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LimitSettingsTest {
    @Test
    void defaults() {
        assertThat(LimitSettings.defaults()).isEqualTo(new LimitSettings());
    }
}
