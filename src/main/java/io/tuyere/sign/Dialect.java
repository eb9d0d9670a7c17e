package io.tuyere.sign;

import java.util.Locale;
import java.util.Set;

/**
 * The forms of signature that are known to be sent, in the order in which they are tried. All but {@link #LEGACY} cover
 * method, path, query and body, short of what their SDK leaves out.
 *
 * <p>A dialect knows only the request. Hence what an SDK signs but never sends cannot be verified: the Python SDKs sign a
 * parameter that is None as the word and drop it from the wire, and a list of one element, or one of numbers, looks like
 * plain text there.
 */
public enum Dialect {
    /** As documented; tuya-connector-go, and every other SDK in its usual calls. */
    CANONICAL,

    /**
     * Query in the order of the wire: tuya-homebridge lib/tuyashopenapi.js; also tuya-connector-python with a query inside
     * the path, tinytuya with a query string, and tuya-connector-nodejs with arrays of more than ten elements.
     */
    WIRE_ORDER(Deviation.QUERY_NOT_SORTED),

    /** tuya-connector-python openapi.py: lists as Python writes them, {@code {}} hashed as nothing, the path as given. */
    PYTHON(Deviation.PATH_AS_SENT, Deviation.REPEATED_KEY_AS_LIST, Deviation.EMPTY_OBJECT_NOT_HASHED),

    /** homebridge-tuya-platform TuyaOpenAPI.ts: null values unsigned, a bare question mark signed, the path as given. */
    HOMEBRIDGE(Deviation.PATH_AS_SENT, Deviation.NULLS_DROPPED, Deviation.QUESTION_MARK_KEPT),

    /** tuya-connector TuyaHeaderProcessor.java 1.5.3: one line less after signed headers, and a query parser of its own. */
    JAVA(
            Deviation.EMPTY_LINE_LEFT_OUT,
            Deviation.LAST_VALUE_WINS,
            Deviation.VALUE_CUT_AT_EQUALS,
            Deviation.KEYS_AS_SENT),

    /** Path and query still percent-encoded: tinytuya Cloud.py with a list of pairs, or on its second attempt. */
    AS_SENT(Deviation.PATH_AS_SENT, Deviation.QUERY_AS_SENT),

    /** tuya-connector-nodejs client.js: the headers that it announces are not covered. */
    NODE(Deviation.HEADERS_LEFT_OUT, Deviation.QUERY_NOT_SORTED),

    /** tuya-connector-nodejs client.js when its caller writes the method in lower case. */
    NODE_LOWER_CASE(Deviation.METHOD_IN_LOWER_CASE, Deviation.HEADERS_LEFT_OUT, Deviation.QUERY_NOT_SORTED),

    /**
     * Projects from before 2021-06-30, and tuya-connector-nodejs when it refreshes a token: client id, access token and
     * time, nothing of the request (developer.tuya.com, "Sign Requests", Kae3co5j4000h, 2021-04).
     */
    LEGACY;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
    private final Set<Deviation> deviations;

    private final String label;

    Dialect(Deviation... deviations) {
        this.deviations = Set.of(deviations);
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Name in metrics: {@code wire-order}. */
    public String label() {
        return label;
    }

    /** Whether a signature of this form depends on the request at all. */
    public boolean coversRequest() {
        return this != LEGACY;
    }

    /** How the text differs from the documented one; none for {@link #LEGACY}, which signs no text. */
    Set<Deviation> deviations() {
        return deviations;
    }
}
