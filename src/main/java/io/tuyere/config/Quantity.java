package io.tuyere.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes: a whole number and a unit, never a bare number, whose unit would have to be guessed. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([A-Za-z]*)");

    private Quantity() {}

    /** {@code 500ms}, {@code 2s}, {@code 1m} or {@code 1h}. */
    static Duration duration(String text) {
        Matcher parts = parts(text, "a duration such as 500ms, 2s or 1m");
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "" -> throw unitless(text, number + "s or 500ms");
            default ->
                throw new IllegalArgumentException(
                        Form.quoted(text) + " has an unknown unit; a duration ends in ms, s, m or h");
        };
    }

    /** Bytes: {@code 512B}, {@code 64KiB} or {@code 2MiB}, below two GiB. */
    static int size(String text) {
        Matcher parts = parts(text, "a size such as 64KiB or 2MiB");
        long number = Long.parseLong(parts.group(1));
        long bytes = switch (parts.group(2)) {
            case "B" -> number;
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            case "GiB" -> number << 30;
            case "" -> throw unitless(text, number + "KiB or 2MiB");
            default ->
                throw new IllegalArgumentException(
                        Form.quoted(text) + " has an unknown unit; a size ends in B, KiB, MiB or GiB");
        };
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(Form.quoted(text) + " is too much; a size is below 2GiB");
        }
        return (int) bytes;
    }

    private static Matcher parts(String text, String expected) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected " + expected + ", found " + Form.quoted(text));
        }
        return parts;
    }

    private static IllegalArgumentException unitless(String text, String instead) {
        return new IllegalArgumentException(Form.quoted(text) + " has no unit; write " + instead);
    }
}
