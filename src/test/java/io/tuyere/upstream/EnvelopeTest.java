package io.tuyere.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.CloudCodes;
import io.tuyere.core.CodeClass;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static Envelope read(String json) {
        return Envelope.read(json.getBytes(StandardCharsets.UTF_8), CloudCodes.builtIn());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":true,\"success\":true,\"t\":1700000000000,\"tid\":\"a\"}",
                "{\"t\":1700000000000,\"success\":true,\"result\":{\"success\":false,\"code\":1010}}",
                "{ \"code\" : 1010 , \"success\" : true , \"t\" : 1700000000000 }",
                "{\"t\":1700000000000,\"result\":[{\"code\":\"switch\",\"value\":1}]}"
            })
    void successHasNoCode(String json) {
        Envelope envelope = read(json);

        assertThat(envelope.success()).isTrue();
        assertThat(envelope.code()).isNull();
        assertThat(envelope.t()).isEqualTo(1_700_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "1010, token invalid, TOKEN",
        "1013, request time is invalid, CLOCK",
        "2007, your ip(1.2.3.4) cross-region access is not allowed, REGION",
        "2007, token expired, CALLER"
    })
    void refusalIsClassifiedByCodeAndMessage(int code, String message, CodeClass codeClass) {
        Envelope envelope = read("{\"code\":" + code + ",\"msg\":\"" + message + "\",\"success\":false,\"t\":5}");

        assertThat(envelope.success()).isFalse();
        assertThat(envelope.message()).isEqualTo(message);
        assertThat(envelope.is(codeClass)).isTrue();
        assertThat(envelope.t()).isEqualTo(5);
    }

    @Test
    void codeThatNobodyKnowsIsStillARefusal() {
        assertThat(read("{\"success\":false,\"code\":99999,\"msg\":\"new\"}"))
                .satisfies(envelope -> assertThat(envelope.success()).isFalse())
                .extracting(Envelope::code)
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"success\":false}",
                "{\"success\":\"no\",\"code\":\"x\"}",
                "{\"code\":-1}",
                "{\"success\":false,\"code\":",
                "<html>"
            })
    void whatSaysNothingIsNoRefusal(String text) {
        Envelope envelope = read(text);

        assertThat(envelope.code()).isNull();
        assertThat(envelope.t()).isZero();
    }
}
