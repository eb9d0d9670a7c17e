package io.tuyere.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class ManagementSettingsTest {
    @Test
    void defaults() {
        assertThat(ManagementSettings.defaults()).isEqualTo(new ManagementSettings("127.0.0.1", 9090));
    }

    @Test
    void everyKeySet() {
        ManagementSettings settings =
                ManagementSettings.defaults().withHost("::1").withPort(0);

        assertThat(settings).isEqualTo(new ManagementSettings("::1", 0));
    }

    @Test
    void eachBadValueIsRefused() {
        ManagementSettings settings = ManagementSettings.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withHost(""))
                .withMessageStartingWith("management.host must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withPort(-1))
                .withMessageStartingWith("management.port must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withPort(65536))
                .withMessageStartingWith("management.port must");
    }
}
