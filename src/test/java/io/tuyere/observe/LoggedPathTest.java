package io.tuyere.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.PathTemplates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedPathTest {
    /** As {@code printf %s lamp-1 | sha256sum | cut -c1-12} prints it. */
    private static final String LAMP = "~36156c6b0fcc";

    @Test
    void idIsTheBeginningOfItsHash() {
        assertThat(hashed("/v1.0/devices/lamp-1/commands"))
                .matches("/v1\\.0/devices/~[0-9a-f]{12}/commands")
                .isEqualTo("/v1.0/devices/" + LAMP + "/commands");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/devices, /v1.0/devices",
        "/v1.0/devices/, /v1.0/devices/",
        "/v1.0/token/hunter2, /v1.0/token/***",
        "/v1.0/iot-03/users/token/hunter2, /v1.0/iot-03/users/token/***",
        "/v1.0/devices/tokens/hunter2, /v1.0/devices/tokens/***",
    })
    void whatTheTemplateStatesIsToldAndATokenIsNot(String path, String told) {
        assertThat(hashed(path)).isEqualTo(told);
        assertThat(plain(path)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"/v9.0/token/hunter2", "/v1.0/%74oken/hunter2", "/v1.0/%74%6Fken/hunter2", "/x/token/hunter2/"})
    void tokenInAPathThatNobodyKnowsIsNotTold(String path) {
        assertThat(plain(path)).doesNotContain("hunter2");
        assertThat(hashed(path)).doesNotContain("hunter2");
    }

    @Test
    void plainPathIsToldAsItIs() {
        assertThat(plain("/v1.0/devices/lamp-1/commands")).isEqualTo("/v1.0/devices/lamp-1/commands");
    }

    @Test
    void strangePathNamesNothing() {
        assertThat(hashed("/lamp-1/x".repeat(40))).doesNotContain("lamp-1").hasSizeLessThan(200);
    }

    private static String hashed(String path) {
        return new LoggedPath(path, PathTemplates.builtIn().match(path).pattern(), false).text();
    }

    private static String plain(String path) {
        return new LoggedPath(path, PathTemplates.builtIn().match(path).pattern(), true).text();
    }
}
