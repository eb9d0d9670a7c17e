package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    @Test
    void everyKindHasItsRecordAndEveryRecordItsKind() {
        assertThat(FailureSamples.all().map(Failure::kind)).containsExactlyInAnyOrder(Failure.Kind.values());
        assertThat(FailureSamples.all().map(Object::getClass))
                .containsExactlyInAnyOrder(Failure.class.getPermittedSubclasses());
    }

    @Test
    void slugsTellTheKindsApart() {
        assertThat(Arrays.stream(Failure.Kind.values()).map(Failure.Kind::slug))
                .doesNotHaveDuplicates()
                .allMatch(slug -> slug.matches("[a-z]+(-[a-z]+)*"));
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void detailIsOneLineForPeople(Failure failure) {
        assertThat(failure.detail()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void failureTravelsWithoutAStackTrace(Failure failure) {
        FailureException exception = failure.toException();

        exception.addSuppressed(new IllegalStateException());
        assertThat(exception.failure()).isSameAs(failure);
        assertThat(exception).hasMessage(failure.kind().slug()).hasNoCause().hasNoSuppressedExceptions();
        assertThat(exception.getStackTrace()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void refusalWasNeverSent(Failure failure) {
        assertThat(failure.kind().refusal() && failure.mayHaveActed()).isFalse();
    }

    /** Whoever meets one of these may be guessing, and is slowed down. */
    @Test
    void whoDoesNotProveThemselvesIsToldApart() {
        assertThat(Arrays.stream(Failure.Kind.values()).filter(Failure.Kind::unproven))
                .containsExactlyInAnyOrder(
                        Failure.Kind.UNKNOWN_CREDENTIAL, Failure.Kind.BAD_SIGNATURE, Failure.Kind.JWT_INVALID);
    }

    @Test
    void failureSaysWhetherTheCloudMayHaveActed() {
        assertThat(new Failure.UpstreamBroken("eu", "reset").mayHaveActed()).isTrue();
        assertThat(new Failure.RegionUnavailable("eu", "refused").mayHaveActed())
                .isFalse();
        assertThat(new Failure.Deadline(Duration.ofSeconds(1), true).detail()).endsWith("may have been executed");
        assertThat(new Failure.Deadline(Duration.ofSeconds(1), false).detail()).endsWith("was not executed");
    }

    @Test
    void clockSaysInWhichDirectionItIsOff() {
        assertThat(new Failure.StaleTime(400_000).detail()).contains("400000 ms ahead of");
        assertThat(new Failure.StaleTime(-400_000).detail()).contains("400000 ms behind");
    }
}
