package io.tuyere.upstream;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CodeClass;
import io.tuyere.core.TopLevelJson;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud says about a call inside an HTTP 200: {@code {"success","code","msg","t",…}}.
 *
 * @param success whether the call did what it asked
 * @param code the cloud's code and what it means; null on success
 * @param message the cloud's words, the first 500 characters of them; empty on success
 * @param t the cloud's clock in milliseconds since the epoch, 0 when it is not told
 */
public record Envelope(boolean success, @Nullable CloudCode code, String message, long t) {
    /** Of answers that have no envelope, and of those too long to be looked through. */
    public static final Envelope NONE = new Envelope(true, null, "", 0);

    private static final int MOST_WORDS = 500;

    /** Reads the members as far as the bytes go. */
    static Envelope read(byte[] json, CloudCodes codes) {
        Reader reader = new Reader();
        TopLevelJson.scan(json, json.length, reader);
        if (reader.success || reader.code < 0) {
            return new Envelope(true, null, "", reader.t);
        }
        String message = reader.message == null ? "" : reader.message.toString();
        String words = message.length() > MOST_WORDS ? message.substring(0, MOST_WORDS) : message;
        return new Envelope(false, codes.find((int) reader.code, message), words, reader.t);
    }

    /** Whether the cloud refused the call for a reason of this class. */
    public boolean is(CodeClass codeClass) {
        return code != null && code.codeClass() == codeClass;
    }

    private static final class Reader implements TopLevelJson.Visitor {
        private boolean success;
        private long code = -1;
        private long t;
        private TopLevelJson.@Nullable Text message;

        @Override
        public boolean member(TopLevelJson.Text key, TopLevelJson.Text value) {
            if (key.is("success")) {
                success = value.is("true");
            } else if (key.is("code")) {
                code = value.asLong(-1);
            } else if (key.is("msg")) {
                message = value;
            } else if (key.is("t")) {
                t = value.asLong(0);
            }
            return true;
        }
    }
}
