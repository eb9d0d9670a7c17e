package io.tuyere.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimSettingsTest {
    private final SimSettings demo = SimSettings.demo();

    @Test
    void demoPopulatesAllRegions() {
        assertThat(demo.basePort()).isZero();
        assertThat(demo.tokenLife()).isEqualTo(Duration.ofHours(2));
        for (String region : SimSettings.REGIONS) {
            assertThat(demo.devices().stream().filter(device -> device.region().equals(region)))
                    .hasSize(5);
            assertThat(demo.users().stream().filter(user -> user.region().equals(region)))
                    .hasSize(2);
            assertThat(demo.codes()).anyMatch(code -> code.region().equals(region));
        }
        assertThat(demo.devices()).anyMatch(device -> device.id().matches("bf[0-9a-f]{20}"));
    }

    @Test
    void everyPartMayBeReplaced() {
        SimProject project = SimProject.everywhere("other", "secret");

        SimSettings changed = demo.withHost("127.0.0.2")
                .withBasePort(SimSettings.DEFAULT_BASE_PORT)
                .withProjects(List.of(project))
                .withDevices(List.of())
                .withTokenLife(Duration.ofSeconds(9))
                .withWrongRegionLogin(WrongRegionLogin.FOLLOWED);

        assertThat(changed.host()).isEqualTo("127.0.0.2");
        assertThat(changed.basePort()).isEqualTo(18600);
        assertThat(changed.projects()).containsExactly(project);
        assertThat(changed.devices()).isEmpty();
        assertThat(changed.tokenLife()).isEqualTo(Duration.ofSeconds(9));
        assertThat(changed.wrongRegionLogin()).isEqualTo(WrongRegionLogin.FOLLOWED);
        assertThat(changed.users()).isEqualTo(demo.users());
    }

    @Test
    void badValuesAreRefused() {
        SimProject project = SimProject.everywhere("twice", "secret");

        assertThatIllegalArgumentException().isThrownBy(() -> demo.withBasePort(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> demo.withBasePort(65530));
        assertThatIllegalArgumentException().isThrownBy(() -> demo.withTokenLife(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> demo.withProjects(List.of(project, project)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimProject("a", "b", Set.of("mars"), Map.of(), false));
        assertThatIllegalArgumentException().isThrownBy(() -> SimProject.everywhere(" ", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SimDevice("id", "eu", "name", "rocket", "uid", 1, true));
    }

    @Test
    void secretOfAProjectIsNotPrinted() {
        assertThat(demo.toString()).doesNotContain("demo-secret");
    }
}
