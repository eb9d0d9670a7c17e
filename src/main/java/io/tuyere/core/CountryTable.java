package io.tuyere.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every country and its region, found by ISO code, calling code, Tuya's codes or a telephone number. Immutable; any thread.
 * Facts and sources: {@code countries.tsv} beside this class.
 *
 * <p>What a text means, first that decides:
 *
 * <ol>
 *   <li>two letters: an ISO alpha-2 code
 *   <li>digits that are a Tuya code ({@code 5999}), a calling code ({@code 49}), or a calling code and the area digits that
 *       set one of its countries apart ({@code 1204}, {@code 441481}): that country; a bare shared calling code means the
 *       country that Tuya's table lists under it
 *   <li>four digits, {@code 1} and an area code: the country of a number with that area code
 *   <li>seven to fifteen digits: a telephone number, whose country libphonenumber knows, else the longest code of the table
 *       that it begins with
 * </ol>
 *
 * <p>A leading {@code +} or {@code 00} and the usual marks between digits are passed over. The table answers the first two by
 * one look-up. The others read libphonenumber's data, which takes a tenth of a second once: {@link #warmUp()} has it loaded
 * before an event loop asks.
 */
public final class CountryTable {
    private static final int MAX_TEXT = 40;
    private static final int MIN_NUMBER_DIGITS = 7;
    private static final int MAX_NUMBER_DIGITS = 15;
    /** Any subscriber number that every North American area code may hold. */
    private static final String NORTH_AMERICAN_SUBSCRIBER = "2345678";

    private static final CountryTable BUILT_IN = builtIn(Table.resource("countries.tsv"));

    private final Map<String, Country> byIso2;
    /** Digits to ISO code: the same for every overlay. */
    private final Map<String, String> codes;
    /** ISO codes as they are usually written, and all digits: what one look-up answers. */
    private final Map<String, Country> byText;

    private CountryTable(Map<String, Country> byIso2, Map<String, String> codes) {
        this.byIso2 = byIso2;
        this.codes = codes;
        this.byText = new HashMap<>();
        byIso2.values().forEach(country -> byText.put(country.iso2(), country));
        byIso2.values().forEach(country -> byText.put(country.iso2().toLowerCase(Locale.ROOT), country));
        codes.forEach((code, iso2) -> byText.put(code, country(iso2)));
    }

    /** Tuya's own assignment. */
    public static CountryTable builtIn() {
        return BUILT_IN;
    }

    private static CountryTable builtIn(Table table) {
        Map<String, Country> countries = new LinkedHashMap<>();
        table.rows().forEach(row -> countries.put(row.text("iso2"), country(row)));
        return new CountryTable(countries, codes(table));
    }

    private static Country country(Table.Row row) {
        return new Country(
                row.text("iso2"),
                row.text("name"),
                row.text("calling_code"),
                row.parts("tuya_codes"),
                row.text("region"),
                row.text("region_before_2025_06_03"),
                row.constant(Country.Basis.class, "basis"),
                row.text("note"),
                row.text("source"));
    }

    /** A bare calling code belongs to the row that says so; otherwise Tuya's codes come before area digits. */
    private static Map<String, String> codes(Table table) {
        Map<String, String> codes = new HashMap<>();
        for (Table.Row row : table.rows()) {
            if (row.text("main").equals("yes")) {
                codes.put(row.text("calling_code"), row.text("iso2"));
            }
        }
        for (Table.Row row : table.rows()) {
            row.parts("tuya_codes").forEach(code -> codes.putIfAbsent(code, row.text("iso2")));
        }
        for (Table.Row row : table.rows()) {
            String callingCode = row.text("calling_code");
            row.parts("area_prefixes").forEach(area -> codes.putIfAbsent(callingCode + area, row.text("iso2")));
        }
        return Map.copyOf(codes);
    }

    /**
     * This table with some countries in other regions.
     *
     * @param regions anything that {@link #find} understands, to region id
     * @throws IllegalArgumentException naming the first key that means no country
     */
    public CountryTable withRegions(Map<String, String> regions) {
        Map<String, Country> moved = new LinkedHashMap<>(byIso2);
        regions.forEach((key, region) -> {
            Country country =
                    find(key).orElseThrow(() -> new IllegalArgumentException("no country has the code " + key));
            moved.put(country.iso2(), country.movedTo(region));
        });
        return new CountryTable(moved, codes);
    }

    /** Loads what telephone numbers need; blocks for about a tenth of a second the first time. */
    public static void warmUp() {
        NumberingPlan.load();
    }

    /** Every country, by ISO code. */
    public List<Country> all() {
        return new ArrayList<>(byIso2.values());
    }

    /** The country that a text names; empty for any text that names none. */
    public Optional<Country> find(String text) {
        Country asWritten = byText.get(text);
        if (asWritten != null) {
            return Optional.of(asWritten);
        }
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        String stripped = text.strip();
        String digits = digits(stripped);
        return digits.isEmpty()
                ? Optional.ofNullable(byIso2.get(stripped.toUpperCase(Locale.ROOT)))
                : Optional.ofNullable(byDigits(digits));
    }

    private @Nullable Country byDigits(String digits) {
        Country exact = byText.get(digits);
        if (exact != null) {
            return exact;
        }
        if (digits.length() == 4 && digits.charAt(0) == '1') {
            return NumberingPlan.number(digits + NORTH_AMERICAN_SUBSCRIBER)
                    .flatMap(NumberingPlan::country)
                    .map(byIso2::get)
                    .orElse(null);
        }
        if (digits.length() < MIN_NUMBER_DIGITS || digits.length() > MAX_NUMBER_DIGITS) {
            return null;
        }
        return NumberingPlan.number(digits)
                .flatMap(number -> NumberingPlan.country(number).or(() -> longestCode(digits)))
                .map(byIso2::get)
                .orElse(null);
    }

    private Optional<String> longestCode(String digits) {
        for (int length = digits.length(); length > 0; length--) {
            String iso2 = codes.get(digits.substring(0, length));
            if (iso2 != null) {
                return Optional.of(iso2);
            }
        }
        return Optional.empty();
    }

    private Country country(String iso2) {
        Country country = byIso2.get(iso2);
        if (country == null) {
            throw new IllegalStateException("no country " + iso2);
        }
        return country;
    }

    /** The digits of a code or number without what is put before and between them; empty if there is anything else. */
    private static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = international(text); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (" -.()/".indexOf(c) < 0) {
                return "";
            }
        }
        return digits.toString();
    }

    /** Where the digits after a leading {@code +} or {@code 00} begin. */
    private static int international(String text) {
        return text.startsWith("+") ? 1 : text.startsWith("00") ? 2 : 0;
    }
}
