package io.tuyere.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.admin.ManagementSettings.Role;
import io.tuyere.admin.ManagementSettings.Token;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManagementSettingsTest {
    private static final String SHA256 = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
    private static final Token CI = new Token("ci", Role.OPERATE, SHA256);

    @Test
    void defaults() {
        assertThat(ManagementSettings.defaults()).isEqualTo(new ManagementSettings("127.0.0.1", 9090, List.of()));
    }

    @Test
    void everyKeySet() {
        ManagementSettings settings =
                ManagementSettings.defaults().withHost("::1").withPort(0).withTokens(List.of(CI));

        assertThat(settings).isEqualTo(new ManagementSettings("::1", 0, List.of(CI)));
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withTokens(List.of(CI, new Token("ci", Role.READ, SHA256))))
                .withMessageStartingWith("management.tokens must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withTokens(Collections.nCopies(101, CI)))
                .withMessageStartingWith("management.tokens must");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Token(" ", Role.READ, SHA256))
                .withMessageStartingWith("name must");
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("ci", Role.READ, "abc"));
    }

    @Test
    void roleCoversThoseBelow() {
        assertThat(Role.ADMIN.covers(Role.READ)).isTrue();
        assertThat(Role.OPERATE.covers(Role.OPERATE)).isTrue();
        assertThat(Role.READ.covers(Role.OPERATE)).isFalse();
    }

    @Test
    void hashOfATokenIsNotPrinted() {
        assertThat(CI.toString()).isEqualTo("Token[ci, operate]");
    }
}
