package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryTableTest {
    private final CountryTable table = CountryTable.builtIn();

    @ParameterizedTest
    @CsvFileSource(
            resources = "country-texts.csv",
            useHeadersInDisplayName = true,
            ignoreLeadingAndTrailingWhitespace = false)
    void textNamesACountryAndItsRegion(String text, String iso2, String region) {
        Country country = table.find(text).orElseThrow();

        assertThat(country.iso2()).isEqualTo(iso2);
        assertThat(country.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "00",
                "000",
                "0",
                "00 0",
                "--",
                "Z",
                "ZZ",
                "DEU",
                "abc",
                "999",
                "800",
                "379-x",
                "++49",
                "+0049",
                "1+2",
                "49+",
                "4 9 x",
                "１",
                "٤٩",
                "1999",
                "1200",
                "2212",
                "441",
                "49123",
                "491234",
                "+99912345678",
                "80012345678",
                "88312345678",
                "12345678901234",
                "1234567890123456",
                "4915112345678901",
                "+1 555 123",
                "+4915112345678                            "
            })
    void textThatNamesNoCountryFindsNone(String text) {
        assertThat(table.find(text)).isEmpty();
    }

    /** Forty characters are enough for any number with marks between its digits; more are not looked at. */
    @Test
    void overlongTextIsNotLookedAt() {
        assertThat(table.find("49" + " ".repeat(38))).map(Country::iso2).contains("DE");
        assertThat(table.find("49" + " ".repeat(39))).isEmpty();
        assertThat(table.find("4".repeat(1_000_000))).isEmpty();
    }

    @Test
    void everyCountryIsFoundByItsIsoCodeAndItsTuyaCodes() {
        assertThat(table.all()).hasSize(252);
        for (Country country : table.all()) {
            assertThat(table.find(country.iso2())).contains(country);
            assertThat(table.find(country.iso2().toLowerCase(Locale.ROOT))).contains(country);
            if (country.basis() == Country.Basis.LISTED && !country.iso2().equals("CA")) {
                assertThat(country.tuyaCodes())
                        .allSatisfy(code -> assertThat(table.find(code)).contains(country));
            }
        }
    }

    @Test
    void everyRegionOfACountryIsADataCentre() {
        assertThat(table.all()).allSatisfy(country -> {
            assertThat(RegionTable.builtIn().find(country.region())).isPresent();
            assertThat(RegionTable.builtIn().find(country.regionBefore20250603()))
                    .isPresent();
        });
    }

    @Test
    void singaporeServesSixteenCountriesThatWereElsewhereBefore() {
        List<Country> served =
                table.all().stream().filter(c -> c.region().equals("sg")).toList();

        assertThat(served)
                .extracting(Country::iso2)
                .containsExactly(
                        "BN", "HK", "ID", "KH", "LA", "MM", "MO", "MY", "PG", "PH", "SB", "SG", "TH", "TL", "TW", "VN");
        assertThat(served).noneMatch(c -> c.regionBefore20250603().equals("sg"));
    }

    /** The area digits of the table come from numbering plans; libphonenumber, which leaves some open, must not contradict them. */
    @Test
    void areaCodesOfNorthAmericaAgreeWithLibphonenumber() throws Exception {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        for (Table.Row row : Table.resource("countries.tsv").rows()) {
            if (row.text("calling_code").equals("1")) {
                for (String area : row.parts("area_prefixes")) {
                    var number = library.parse("+1" + area + "2345678", null);
                    assertThat(library.getRegionCodeForNumber(number)).as(area).isIn(row.text("iso2"), null);
                }
            }
        }
    }

    @Test
    void countryCarriesWhereItsAssignmentComesFrom() {
        assertThat(table.find("HK"))
                .contains(new Country(
                        "HK",
                        "Hong Kong",
                        "852",
                        List.of("852"),
                        "sg",
                        "us",
                        Country.Basis.LISTED,
                        "2021 Tuya table and Home Assistant list: us; 2025 mapping: sg",
                        "S1;S2;S3"));
        assertThat(table.find("DO").orElseThrow().tuyaCodes()).containsExactly("1809", "1829", "1849");
        assertThat(table.find("AX").orElseThrow().name()).isEqualTo("Åland Islands");
        assertThat(table.find("GG").orElseThrow().basis()).isEqualTo(Country.Basis.SHARED_CODE);
        assertThat(table.find("XK").orElseThrow().basis()).isEqualTo(Country.Basis.UNLISTED_FALLBACK);
        assertThat(table.find("DE").orElseThrow().note()).isEmpty();
    }

    @Test
    void configurationMovesACountryForEveryNameOfIt() {
        CountryTable moved = table.withRegions(Map.of("hk", "us", "CA", "eu"));

        for (String text : List.of("HK", "hk", "852", "+852", "+85221234567")) {
            assertThat(moved.find(text)).map(Country::region).as(text).contains("us");
        }
        assertThat(moved.find("1204")).map(Country::region).contains("eu");
        assertThat(moved.find("1")).map(Country::region).contains("us");
        assertThat(moved.find("HK"))
                .contains(new Country(
                        "HK",
                        "Hong Kong",
                        "852",
                        List.of("852"),
                        "us",
                        "us",
                        Country.Basis.CONFIGURED,
                        "2021 Tuya table and Home Assistant list: us; 2025 mapping: sg",
                        "configuration"));
        assertThat(table.find("HK")).map(Country::region).contains("sg");
        assertThat(moved.all()).hasSize(252);
    }

    @Test
    void movingAnUnknownCountryIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.withRegions(Map.of("ZZ", "us")))
                .withMessage("no country has the code ZZ");
    }

    @Test
    void numbersAreFoundAfterWarmingUpToo() {
        CountryTable.warmUp();

        assertThat(table.find("+12045551234")).map(Country::iso2).contains("CA");
    }
}
