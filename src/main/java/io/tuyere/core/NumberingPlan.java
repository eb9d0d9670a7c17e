package io.tuyere.core;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * Where a telephone number belongs, by libphonenumber's data. The first question loads that data, for about a tenth of a
 * second; later ones take microseconds. Any thread.
 */
final class NumberingPlan {
    private NumberingPlan() {}

    /** Reads the data ahead of the first question. */
    static void load() {
        var unused = number("12042345678").flatMap(NumberingPlan::country);
    }

    /**
     * The number in international form, if a number of that calling code can have this length at all.
     *
     * @param digits calling code and national number, digits only
     */
    static Optional<PhoneNumber> number(String digits) {
        try {
            PhoneNumber number = library().parse("+" + digits, null);
            boolean possible = library().isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
            return possible ? Optional.of(number) : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** ISO alpha-2 code of the number's country; empty where a shared calling code leaves it open. */
    static Optional<String> country(PhoneNumber number) {
        return Optional.ofNullable(library().getRegionCodeForNumber(number));
    }

    private static PhoneNumberUtil library() {
        return PhoneNumberUtil.getInstance();
    }
}
