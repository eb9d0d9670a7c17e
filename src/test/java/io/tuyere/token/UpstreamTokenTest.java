package io.tuyere.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tuyere.token.UpstreamToken.Login;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTokenTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void projectTokenIsReadFromTheAnswer() {
        UpstreamToken token =
                read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":7200,\"uid\":\"bay1\"}");

        assertThat(token.access().reveal()).isEqualTo("a");
        assertThat(token.refresh().reveal()).isEqualTo("r");
        assertThat(token.uid()).isEqualTo("bay1");
        assertThat(token.remainingMillis(NOW)).isEqualTo(7_200_000);
        assertThat(token.remainingMillis(NOW + 7_200_001)).isEqualTo(-1);
    }

    @Test
    void lifeOfACustomSignInIsCalledExpire() {
        assertThat(read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire\":60}")
                        .remainingMillis(NOW))
                .isEqualTo(60_000);
        assertThat(read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":null,\"expire\":60}")
                        .remainingMillis(NOW))
                .isEqualTo(60_000);
    }

    /** Once a null threw, which was answered as a bug. */
    @Test
    void userThatIsNullIsNone() {
        assertThat(read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":1,\"uid\":null}")
                        .uid())
                .isEmpty();
    }

    @Test
    void absurdLifeDoesNotOverflow() {
        assertThat(read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":9223372036854775807}")
                        .remainingMillis(NOW))
                .isEqualTo(366L * 24 * 3600 * 1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
                "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":-1}",
                "{\"access_token\":\"\",\"refresh_token\":\"r\",\"expire_time\":1}",
                "{\"access_token\":null,\"refresh_token\":\"r\",\"expire_time\":1}",
                "{\"access_token\":\"a\",\"refresh_token\":null,\"expire_time\":1}",
                "{\"access_token\":\"a\",\"expire_time\":1}",
            })
    void answerWithoutATokenIsRefused(String result) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(result)).withMessage("the answer names no token");
    }

    @Test
    void answerWithoutAResultIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> UpstreamToken.read(null, Login.PROJECT, NOW));
    }

    @Test
    void lifeOfAnotherTypeIsRefused() {
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> read("{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expire_time\":\"7200\"}"));
    }

    private static UpstreamToken read(String result) {
        return UpstreamToken.read(new JsonObject(result), Login.PROJECT, NOW);
    }
}
