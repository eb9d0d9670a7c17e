package io.tuyere.sim;

/**
 * A success:false answer. The constants carry the texts of Tuya's error-code pages (K989ruxx88swc, Kaa7xrmxyveaf) and, where
 * live answers differ from them, of the live answers.
 */
record Refusal(int code, String message) implements Answer {
    static final Refusal NO_TOKEN = new Refusal(1002, "access_token is null");
    static final Refusal GRANT_TYPE = new Refusal(1003, "grant type invalid");
    static final Refusal SIGN = new Refusal(1004, "sign invalid");
    static final Refusal CLIENT_ID = new Refusal(1005, "clientId is invalid");
    static final Refusal CONTENT_TYPE = new Refusal(1006, "not support content type");
    static final Refusal TOKEN = new Refusal(1010, "token invalid");
    static final Refusal TIME = new Refusal(1013, "request time is invalid");
    static final Refusal PARAM_EMPTY = new Refusal(1100, "param is empty");
    static final Refusal PARAM_RANGE = new Refusal(1101, "params range invalid");
    static final Refusal PARAM_TYPE = new Refusal(1104, "type is incorrect");
    static final Refusal HEADER = new Refusal(1105, "missing the header");
    static final Refusal PERMISSION = new Refusal(1106, "permission deny");
    static final Refusal CODE = new Refusal(1107, "code invalid");
    static final Refusal PATH = new Refusal(1108, "uri path invalid");
    static final Refusal PARAM_ILLEGAL = new Refusal(1109, "param is illegal, please check it");
    static final Refusal OFFLINE = new Refusal(2001, "device is offline");
    static final Refusal NO_USER = new Refusal(2006, "user not exist");
    static final Refusal COMMAND = new Refusal(2008, "command or value not support");
    static final Refusal NO_DEVICE = new Refusal(2010, "device not exist");
    static final Refusal SCHEMA = new Refusal(2017, "schema does not exist");
    static final Refusal PASSWORD = new Refusal(2401, "username or password wrong");
    static final Refusal COUNTRY_CODE = new Refusal(2402, "country code invalid");
    static final Refusal COUNTRY_AREA = new Refusal(2403, "country code not support this area");
    static final Refusal UNLINKED = new Refusal(2406, "skill id invalid");

    /** For leaving an endpoint from any depth. */
    RefusedException exception() {
        return new RefusedException(this);
    }
}
