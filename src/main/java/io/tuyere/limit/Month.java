package io.tuyere.limit;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A calendar month in UTC.
 *
 * @param name year and month, {@code 2026-11}
 * @param startMillis its first millisecond since the epoch
 * @param endMillis the first millisecond of the next
 */
record Month(String name, long startMillis, long endMillis) {
    static Month at(long millis) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
        return new Month(month.toString(), start(month), start(month.plusMonths(1)));
    }

    private static long start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
