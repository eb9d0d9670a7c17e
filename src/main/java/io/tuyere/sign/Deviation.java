package io.tuyere.sign;

/**
 * One way in which the text that an SDK signs differs from the documented one. Each was seen by running that SDK, and can
 * be told from the request alone.
 */
enum Deviation {
    /** tuya-connector-nodejs 2.1.2 signs the method as its caller wrote it; the wire shows upper case. */
    METHOD_IN_LOWER_CASE("the method is in lower case"),

    /** tuya-connector-python and tuya-iot-python-sdk send an empty dict as {@code {}} and hash nothing. */
    EMPTY_OBJECT_NOT_HASHED("the body is {} but the body hash is of an empty body"),

    /** tuya-connector (Java) joins the header lines with LF and has none after the last. */
    EMPTY_LINE_LEFT_OUT("the empty line after the signed headers is missing"),

    /** tuya-connector-nodejs 2.1.2 names its caller's headers in Signature-Headers and signs none of them. */
    HEADERS_LEFT_OUT("the headers named by Signature-Headers are missing"),

    /** The Python SDKs, tinytuya and both homebridge plugins sign the path as their caller wrote it. */
    PATH_AS_SENT("the path is not decoded"),

    /** tinytuya with a list of pairs, and its second attempt after a new token; Python SDKs with a query in the path. */
    QUERY_AS_SENT("the query is as on the wire, neither decoded nor sorted"),

    /** tuya-homebridge; tinytuya with a query string; Python SDKs with a query in the path; nodejs with long arrays. */
    QUERY_NOT_SORTED("the query is not sorted"),

    /** tuya-connector (Java) collects the query in a map. */
    LAST_VALUE_WINS("of a repeated key the last value is signed instead of the first"),

    /** tuya-connector (Java) splits each pair at every equals sign. */
    VALUE_CUT_AT_EQUALS("a value is cut at its equals sign"),

    /** tuya-connector (Java) decodes values only. */
    KEYS_AS_SENT("a key of the query is not decoded"),

    /** The Python SDKs sign {@code str(list)} and send the key once for each element. */
    REPEATED_KEY_AS_LIST("a repeated key is signed once, with a Python list as its value"),

    /** homebridge-tuya-platform leaves null and undefined out of the text and sends them as words. */
    NULLS_DROPPED("values that are null or undefined are missing"),

    /** homebridge-tuya-platform writes the question mark even when nothing follows. */
    QUESTION_MARK_KEPT("a question mark is signed that no query follows");

    private final String words;

    Deviation(String words) {
        this.words = words;
    }

    /** What is wrong with the text, as a clause for the person who has to mend it. */
    String words() {
        return words;
    }
}
