package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudCodesTest {
    private final CloudCodes codes = CloudCodes.builtIn();

    @ParameterizedTest
    @CsvFileSource(resources = "cloud-code-meanings.csv", useHeadersInDisplayName = true)
    void codeAndMessageHaveOneMeaning(
            int code, String message, CodeClass codeClass, RetryRule retry, Trip trip, int status) {
        CloudCode found = codes.find(code, message);

        assertThat(found.code()).isEqualTo(code);
        assertThat(found.codeClass()).isEqualTo(codeClass);
        assertThat(found.retry()).isEqualTo(retry);
        assertThat(found.trip()).isEqualTo(trip);
        assertThat(found.httpStatus()).isEqualTo(status);
        assertThat(found.known()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 404, 9999, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void unknownCodeIsTheCallersAndSaysSo(int code) {
        CloudCode found = codes.find(code, "token invalid");

        assertThat(found.code()).isEqualTo(code);
        assertThat(found.known()).isFalse();
        assertThat(found.codeClass()).isEqualTo(CodeClass.CALLER);
        assertThat(found.retry()).isEqualTo(RetryRule.NEVER);
        assertThat(found.trip()).isEqualTo(Trip.NONE);
        assertThat(found.httpStatus()).isEqualTo(400);
        assertThat(found.hint()).contains(String.valueOf(code));
    }

    @Test
    void everyKnownCodeSaysWhatToDo() {
        assertThat(codes.all()).hasSize(59).allSatisfy(code -> {
            assertThat(code.hint()).endsWith(".").hasSizeBetween(20, 250);
            assertThat(code.message()).isNotBlank();
            assertThat(code.source()).isNotBlank();
            assertThat(code.httpStatus()).isBetween(200, 503);
            assertThat(codes.find(code.code(), code.message())).isSameAs(code);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = CodeClass.class,
            names = {"OK"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyClassIsUsed(CodeClass codeClass) {
        assertThat(codes.all()).extracting(CloudCode::codeClass).contains(codeClass);
    }

    @Test
    void answerWithoutFailureIsOk() {
        assertThat(CloudCode.OK.codeClass()).isEqualTo(CodeClass.OK);
        assertThat(CloudCode.OK.trip()).isEqualTo(Trip.NONE);
        assertThat(CloudCode.OK.known()).isTrue();
    }
}
