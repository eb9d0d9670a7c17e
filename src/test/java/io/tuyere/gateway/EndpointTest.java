package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v1.0/token, grant_type=1, GRANT",
                "/v1.0/token/, grant_type=1, GRANT",
                "/v1.0/%74oken, grant_type=1, GRANT",
                "/v1.0/token, grant_type=%31, GRANT",
                "/v1.0/token, a=b&grant_type=1, GRANT",
                "/v2.0/token, grant_type=1, GRANT",
                "/v1.0/token, grant_type=2&code=c, CODE_GRANT",
                "/v1.0/token, grant_type=2&grant_type=1, CODE_GRANT",
                "/v1.0/authorize_token, grant_type=2&code=c, CODE_GRANT",
                "/v1.0/token, grant_type=3, CODE_GRANT",
                "/v1.0/token, grant_type=, UNKNOWN_GRANT",
                "/v1.0/token, grant_type, UNKNOWN_GRANT",
                "/v1.0/token, xgrant_type=1, UNKNOWN_GRANT",
                "/v1.0/token, grant_type=1%, UNKNOWN_GRANT",
                "/v1.0/token, -, UNKNOWN_GRANT",
                "/v1.0/token/abc, -, REFRESH",
                "/v1.0/token/abc/, -, REFRESH",
                "/v1.0/iot-03/users/token/abc, -, REFRESH",
                "/v1.0/iot-01/associated-users/actions/authorized-login, -, APP_LOGIN",
                "/v1.0/iot-03/users/login, -, PROJECT_LOGIN",
                "/v1.0/iot-03/users/login/, -, PROJECT_LOGIN",
                "/v1.0/iot-03/users/logins, -, BUSINESS",
                "/v1.0/devices/d1, -, BUSINESS",
                "/v1.0/devices/token, grant_type=1, BUSINESS",
                "/v1.0/tokens, -, BUSINESS",
                "/token, grant_type=1, BUSINESS",
                "/, -, BUSINESS",
            })
    void pathSaysWhatACallMeans(String path, String query, Endpoint endpoint) {
        assertThat(Endpoint.of(path, query)).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1.0/token/abc, abc",
        "/v1.0/token/abc/, abc",
        "/v1.0/token/a%2Db, a-b",
        "/v1.0/token/a+b, a+b",
        "/v1.0/iot-03/users/token/abc, abc"
    })
    void refreshTokenIsTheEndOfThePath(String path, String token) {
        assertThat(Endpoint.refreshToken(path)).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({
        "BUSINESS, true, false, false",
        "GRANT, false, true, true",
        "UNKNOWN_GRANT, false, true, false",
        "REFRESH, false, true, true",
        "CODE_GRANT, false, false, false",
        "APP_LOGIN, false, false, false",
        "PROJECT_LOGIN, false, false, false",
    })
    void eachHasItsRules(Endpoint endpoint, boolean needsToken, boolean local, boolean legacy) {
        assertThat(endpoint.needsToken()).isEqualTo(needsToken);
        assertThat(endpoint.local()).isEqualTo(local);
        assertThat(endpoint.legacyTolerated()).isEqualTo(legacy);
    }
}
