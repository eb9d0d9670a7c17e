package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParametersTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, ''",
                "'', ''",
                "country_code=49, 49",
                "a=b&country_code=49&c=d, 49",
                "country_code=49&country_code=1, 49",
                "country_code=%2B49, +49",
                "country_code=+49, ' 49'",
                "country_code=a=b, a=b",
                "country_code=, ''",
                "country_code, ''",
                "country_codes=49, ''",
                "xcountry_code=49, ''",
                "&&country_code=49, 49",
                "country_code=%, %",
                "country_code=%4, %4",
                "country_code=%zz, %zz",
                "country_code=%-1, %-1",
            })
    void firstOfTheNameIsFound(String query, String value) {
        assertThat(QueryParameters.first(query, "country_code")).isEqualTo(value);
    }
}
