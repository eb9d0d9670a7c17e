package io.tuyere.observe;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of a client (W3C Trace Context, Recommendation of 23 November 2021, section 3.2).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all 0
 * @param spanId 16 lower-case hexadecimal digits, not all 0
 * @param sampled whether the client keeps the trace
 */
record TraceParent(String traceId, String spanId, boolean sampled) {
    static final String HEADER = "traceparent";

    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    /** Reads a header; null for none and for one that is not as it should be, which then does not count. */
    static @Nullable TraceParent read(@Nullable String header) {
        if (header == null
                || header.length() < LENGTH
                || !wellFormed(header)
                || header.startsWith("ff")
                || (header.startsWith("00") && header.length() != LENGTH)
                || (header.length() > LENGTH && header.charAt(LENGTH) != '-')) {
            return null;
        }
        boolean sampled = (Character.digit(header.charAt(LENGTH - 1), 16) & 1) == 1;
        return new TraceParent(header.substring(TRACE, SPAN - 1), header.substring(SPAN, FLAGS - 1), sampled);
    }

    private static boolean wellFormed(String header) {
        return header.charAt(TRACE - 1) == '-'
                && header.charAt(SPAN - 1) == '-'
                && header.charAt(FLAGS - 1) == '-'
                && hex(header, 0, TRACE - 1)
                && hex(header, TRACE, SPAN - 1)
                && hex(header, SPAN, FLAGS - 1)
                && hex(header, FLAGS, LENGTH)
                && !zero(header, TRACE, SPAN - 1)
                && !zero(header, SPAN, FLAGS - 1);
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean zero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** The header that says the same. */
    String header() {
        return header(traceId, spanId, sampled);
    }

    static String header(String traceId, String spanId, boolean sampled) {
        return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }
}
