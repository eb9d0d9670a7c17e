package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProjectTest {
    @Test
    void accessIdMustNotBeBlank() {
        assertThat(new Project("p1", Secret.of("s")).accessId()).isEqualTo("p1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Project(" ", Secret.of("s")))
                .withMessage("a project's access-id must not be blank");
    }
}
