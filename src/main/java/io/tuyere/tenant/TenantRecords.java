package io.tuyere.tenant;

import io.tuyere.redis.SealedValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Records of tenants as Redis keeps them: {@code 1 REVISION CLAIMS newline sealed JSON}. The first number is the form of the
 * record; script {@code change} writes the line and reads it, everything else is sealed. Any thread.
 */
final class TenantRecords {
    private static final String FORM = "1";
    private static final int LONGEST_LINE = 64 * 1024;

    private final SealedValues values;

    TenantRecords(SealedValues values) {
        this.values = values;
    }

    /**
     * What came out of a record.
     *
     * @param revision 0 where it cannot be read
     * @param form empty where it cannot be read
     * @param trouble why it cannot be read, empty where it can
     */
    record Opened(long revision, Optional<JsonObject> form, String trouble) {
        private static Opened unreadable(String trouble) {
            return new Opened(0, Optional.empty(), trouble);
        }

        @Override
        public String toString() {
            return "Opened[" + revision + ", " + trouble + "]";
        }
    }

    Buffer seal(String id, JsonObject form) {
        return Buffer.buffer(
                values.seal(TenantKeys.sealedFor(id), form.toBuffer().getBytes()));
    }

    Opened open(String id, byte[] record) {
        int end = lineEnd(record);
        String[] head = end < 0 ? new String[0] : new String(record, 0, end, StandardCharsets.UTF_8).split(" ", 3);
        if (head.length < 2 || !head[1].matches("[0-9]{1,18}")) {
            return Opened.unreadable("it is no record of a tenant");
        }
        if (!head[0].equals(FORM)) {
            return Opened.unreadable("it was written by another version, in form " + printable(head[0]));
        }
        byte[] sealed = Arrays.copyOfRange(record, end + 1, record.length);
        return values.open(TenantKeys.sealedFor(id), sealed)
                .map(plain -> opened(Long.parseLong(head[1]), plain))
                .orElseGet(() -> Opened.unreadable("it is sealed under a key that is not secrets.master-key"));
    }

    private static Opened opened(long revision, byte[] plain) {
        try {
            return new Opened(revision, Optional.of(new JsonObject(Buffer.buffer(plain))), "");
        } catch (DecodeException garbage) {
            return Opened.unreadable("what is sealed is no JSON");
        }
    }

    private static int lineEnd(byte[] record) {
        for (int i = 0; i < Math.min(record.length, LONGEST_LINE); i++) {
            if (record[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String printable(String text) {
        return text.matches("[0-9]{1,4}") ? text : "?";
    }
}
