package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCommandTest {
    @ParameterizedTest
    @CsvSource({
        "49, DE Germany, eu, openapi.tuyaeu.com",
        "+49, DE Germany, eu, openapi.tuyaeu.com",
        "de, DE Germany, eu, openapi.tuyaeu.com",
        "HK, HK Hong Kong, sg, openapi-sg.iotbing.com",
        "hk, HK Hong Kong, sg, openapi-sg.iotbing.com",
        "1204, CA Canada, us, openapi.tuyaus.com",
        "+12045551234, CA Canada, us, openapi.tuyaus.com",
        "86, CN China, cn, openapi.tuyacn.com",
        "91, IN India, in, openapi.tuyain.com",
    })
    void countryIsServedByItsDataCentre(String code, String country, String region, String host) {
        CommandRun route = CommandRun.of("route", code);

        assertThat(route.code()).isZero();
        assertThat(route.err()).isEmpty();
        assertThat(route.out())
                .startsWith("country     " + country)
                .containsPattern("(?m)^region      " + region + ", ")
                .containsPattern("(?m)^openapi     https://" + host + "$")
                .containsPattern("(?m)^messages    \\S+")
                .containsPattern("(?m)^source      \\S+");
    }

    @Test
    void codesOfTuyaItselfAreKnown() {
        assertThat(CommandRun.of("route", "5999").code()).isZero();
        assertThat(CommandRun.of("route", "5999").out()).startsWith("country     ");
    }

    @Test
    void countryThatMovedIsShownWithWhereItWas() {
        assertThat(CommandRun.of("route", "HK").out()).contains("older apps", "before 2025-06-03");
        assertThat(CommandRun.of("route", "DE").out()).doesNotContain("older apps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999", "ZZ", "", "Germany", "0"})
    void unknownCountryFailsAndSaysWhatToGive(String code) {
        CommandRun route = CommandRun.of("route", code);

        assertThat(route.code()).isEqualTo(1);
        assertThat(route.out()).isEmpty();
        assertThat(route.err())
                .startsWith("tuyere: no country has the code \"" + code + "\"")
                .contains("+1204", "DE");
    }

    @Test
    void countryMustBeGiven() {
        assertThat(CommandRun.of("route").code()).isEqualTo(2);
        assertThat(CommandRun.of("route").err()).contains("COUNTRY");
    }
}
