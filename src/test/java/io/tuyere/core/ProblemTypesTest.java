package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTypesTest {
    private final ProblemTypes types = ProblemTypes.ofCalls();

    static Stream<ProblemType> all() {
        return Stream.of(ProblemTypes.ofCalls(), ProblemTypes.ofAdministration())
                .flatMap(each -> each.all().stream());
    }

    /** Whoever adds a failure describes it. */
    @Test
    void everyKindOfFailureHasItsPageAndNoOtherBesidesTheTwoThatAreNone() {
        Stream<String> kinds = Arrays.stream(Failure.Kind.values()).map(Failure.Kind::slug);

        assertThat(types.all().stream().map(ProblemType::slug))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(kinds, Stream.of("internal", "not-found")).toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyPageSaysWhenAndWhatToDo(ProblemType type) {
        assertThat(type.slug()).matches("[a-z]+(-[a-z]+)*");
        assertThat(type.title()).matches("[A-Z][^.]{3,30}");
        assertThat(type.meaning()).matches("[`A-Z0-9].{10,300}\\.");
        assertThat(type.remedy()).matches("[`A-Z0-9].{4,300}\\.");
        assertThat(type.meaning().chars().filter(c -> c == '`').count() % 2).isZero();
        assertThat(type.remedy().chars().filter(c -> c == '`').count() % 2).isZero();
        assertThat(type.status()).isBetween(400, 504);
    }

    @ParameterizedTest
    @MethodSource("io.tuyere.core.FailureSamples#all")
    void pageSaysTheSameAsTheFailure(Failure failure) {
        ProblemType type = types.named(failure.kind().slug());

        assertThat(type.mayHaveActed()).isIn(true, failure.mayHaveActed());
        assertThat(type.retry() == ProblemType.Retry.NEVER && failure.retryAfterMillis() > 0)
                .isFalse();
        assertThat(type.code() == ProblemType.CODE_OF_CLOUD).isEqualTo(failure.cloudCode() != 0);
    }

    @Test
    void whatMayHaveBeenExecutedIsNotSentAgainJustLikeThat() {
        assertThat(all().filter(ProblemType::mayHaveActed).filter(type -> type.retry() == ProblemType.Retry.LATER))
                .isEmpty();
    }

    @Test
    void codesAreTuyasOrFromTheRangeThatTuyaDoesNotUse() {
        assertThat(types.all().stream().map(ProblemType::code).filter(code -> code > 0))
                .allMatch(code -> (code >= 60400 && code < 60600)
                        || CloudCodes.builtIn().find(code, "").known());
    }

    @Test
    void typeThatIsMissingIsABug() {
        assertThatIllegalStateException()
                .isThrownBy(() -> types.named("no-such"))
                .withMessage("failures.tsv lacks no-such");
    }
}
