package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tuyere.core.Failure;
import io.tuyere.core.FailureException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v1.0/devices/d1, /v1.0/devices/d1, -, -, -",
                "/v1.0/devices?ids=a%2Cb&x=?, /v1.0/devices, ids=a%2Cb&x=?, -, -",
                "/v1.0/token?, /v1.0/token, '', -, -",
                "/v1.0/token/, /v1.0/token/, -, -, -",
                "/, /, -, -, -",
                "/@eu/v1.0/devices, /v1.0/devices, -, eu, -",
                "/@eu/, /, -, eu, -",
                "/@/v1.0/devices, /v1.0/devices, -, '', -",
                "/v1.0/@eu/devices, /v1.0/@eu/devices, -, -, -",
                "http://openapi.tuyaus.com/v1.0/devices?a=/b, /v1.0/devices, a=/b, -, openapi.tuyaus.com",
                "https://openapi.tuyaus.com:443/, /, -, -, openapi.tuyaus.com:443",
                "HTTP://openapi.tuyaus.com/v1.0/devices, /v1.0/devices, -, -, openapi.tuyaus.com",
                "/v1.0/a%20b/c+d:e~f, /v1.0/a%20b/c+d:e~f, -, -, -",
                "/v1.0/.hidden/...., /v1.0/.hidden/...., -, -, -",
            })
    void targetIsTakenApart(String text, String path, String query, String prefix, String authority) {
        assertThat(Target.parse(text)).isEqualTo(new Target(path, query, prefix, authority));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "v1.0/devices",
                "openapi.tuyaeu.com:443",
                "ftp://openapi.tuyaeu.com/v1.0",
                "http://openapi.tuyaeu.com",
                "http://openapi.tuyaeu.com?a=/b",
                "http://openapi.tuyaeu.com#/b",
                "http:///v1.0/devices",
                "/@eu",
                "//v1.0/token",
                "/v1.0//token",
                "/v1.0/../token",
                "/v1.0/./token",
                "/v1.0/..",
                "/v1.0/.",
                "/v1.0/%2e%2e/token",
                "/v1.0/%2E/token",
                "/v1.0%2Ftoken",
                "/v1.0/%5ctoken",
                "/v1.0\\token",
                "/v1.0/token;jsessionid=1",
                "/v1.0/token#part",
                "/v1.0/to ken",
                "/v1.0/to\nken",
                "/v1.0/%00",
                "/v1.0/%0d%0aX:y",
                "/v1.0/%7f",
                "/v1.0/%",
                "/v1.0/%4",
                "/v1.0/%4/x",
                "/v1.0/%zz",
                "/v1.0/%-1",
                "/v1.0/%+1",
                "/v1.0/%１２",
                "/v1.0/räume",
            })
    void targetThatCouldMeanTwoThingsIsRefused(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .asInstanceOf(InstanceOfAssertFactories.type(FailureException.class))
                .extracting(FailureException::failure)
                .isInstanceOf(Failure.BadRequest.class);
    }

    @Test
    void prefixComesBackForThoseWhoSignIt() {
        assertThat(Target.parse("/@eu/v1.0/devices").prefixedPath()).isEqualTo("/@eu/v1.0/devices");
        assertThat(Target.parse("/v1.0/devices").prefixedPath()).isEqualTo("/v1.0/devices");
    }
}
