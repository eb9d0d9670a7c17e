package io.tuyere.http;

import io.tuyere.core.Failure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads {@code X-Request-Timeout}: seconds, or a number with the unit {@code s} or {@code ms}. */
final class RequestTimeout {
    static final String HEADER = "X-Request-Timeout";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final int LONGEST_TEXT = 16;

    private RequestTimeout() {}

    /** The time the call has in milliseconds: the client may shorten it, not lengthen it. */
    static long millis(@Nullable String text, long limitMillis) {
        if (text == null) {
            return limitMillis;
        }
        String number = text.strip();
        boolean millis = number.endsWith("ms");
        if (millis || number.endsWith("s")) {
            number = number.substring(0, number.length() - (millis ? 2 : 1)).strip();
        }
        try {
            if (number.length() > LONGEST_TEXT) {
                throw new NumberFormatException("too long");
            }
            BigDecimal value = new BigDecimal(number);
            if (value.signum() <= 0 || value.scale() > LONGEST_TEXT || value.scale() < -LONGEST_TEXT) {
                throw new NumberFormatException("out of range");
            }
            BigDecimal asked = millis ? value : value.multiply(THOUSAND);
            return Math.max(1, asked.min(BigDecimal.valueOf(limitMillis)).longValue());
        } catch (NumberFormatException unreadable) {
            throw new Failure.BadRequest(HEADER + " must be seconds, or a number with a unit: 1, 0.5, 1500ms, 2s")
                    .toException();
        }
    }
}
