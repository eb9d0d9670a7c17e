package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class ProjectTest {
    @Test
    void secretOfAForeignProjectIsNotHad() {
        assertThat(new Project("p1", Secret.of("s")).secret()).isEqualTo(Secret.of("s"));
        assertThatIllegalStateException()
                .isThrownBy(() -> Project.foreign("p1").secret())
                .withMessage("the gateway does not sign for project p1");
    }

    @Test
    void accessIdMustNotBeBlank() {
        assertThat(new Project("p1", Secret.of("s")).accessId()).isEqualTo("p1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Project(" ", Secret.of("s")))
                .withMessage("a project's access-id must not be blank");
    }
}
