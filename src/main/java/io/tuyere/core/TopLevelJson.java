package io.tuyere.core;

import java.nio.charset.StandardCharsets;

/**
 * Reads the members of the outermost JSON object straight from its bytes, without building a tree. It does not check what
 * it skips: whether a document is valid is for the one it is meant for to decide.
 */
public final class TopLevelJson {
    private final byte[] json;
    private final int end;
    private int at;

    private TopLevelJson(byte[] json, int end) {
        this.json = json;
        this.end = end;
    }

    /** Is told of each member, in the order of the document, until it answers {@code false}. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * One member; a string's value excludes its quotes, everything else is the raw text.
         *
         * @return whether to go on
         */
        boolean member(Text key, Text value);
    }

    /** A stretch of the document. */
    @SuppressWarnings("ArrayRecordComponent") // a view, compared by content only through its methods
    public record Text(byte[] json, int from, int to) {
        /** Whether it is exactly this ASCII text; escapes are not resolved. */
        public boolean is(String ascii) {
            if (to - from != ascii.length()) {
                return false;
            }
            for (int i = 0; i < ascii.length(); i++) {
                if (json[from + i] != ascii.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** Its decimal value, or the other when it is not a plain integer of at most 18 digits. */
        public long asLong(long other) {
            int digits = from < to && json[from] == '-' ? from + 1 : from;
            if (digits == to || to - digits > 18) {
                return other;
            }
            long value = 0;
            for (int i = digits; i < to; i++) {
                int digit = json[i] - '0';
                if (digit < 0 || digit > 9) {
                    return other;
                }
                value = value * 10 + digit;
            }
            return digits == from ? value : -value;
        }

        /** Its text as written, escapes included. */
        @Override
        public String toString() {
            return new String(json, from, to - from, StandardCharsets.UTF_8);
        }
    }

    /** Whether the first byte that is not white space opens an object. */
    public static boolean isObject(byte[] json, int length) {
        TopLevelJson scan = new TopLevelJson(json, length);
        scan.skipSpace();
        return scan.at < length && json[scan.at] == '{';
    }

    /** Tells of the members as far as the bytes go; a document that is cut off or broken just ends earlier. */
    public static void scan(byte[] json, int length, Visitor visitor) {
        if (isObject(json, length)) {
            new TopLevelJson(json, length).members(visitor);
        }
    }

    private void members(Visitor visitor) {
        skipSpace();
        at++; // the brace
        while (true) {
            skipSpace();
            if (at >= end || json[at] != '"') {
                return;
            }
            Text key = value();
            skipSpace();
            if (at >= end || json[at] != ':') {
                return;
            }
            at++;
            skipSpace();
            Text value = value();
            if (at > end || !visitor.member(key, value)) {
                return;
            }
            skipSpace();
            if (at >= end || json[at] != ',') {
                return;
            }
            at++;
        }
    }

    /** The value that starts here; {@code at} ends behind it, beyond {@code end} when it is cut off. */
    private Text value() {
        int from = at;
        if (at >= end) {
            at = end + 1;
            return new Text(json, end, end);
        }
        byte first = json[at];
        if (first == '"') {
            skipString();
            return new Text(json, from + 1, Math.max(from + 1, at - 1));
        }
        if (first == '{' || first == '[') {
            skipNested();
            return new Text(json, from, Math.min(at, end));
        }
        while (at < end && json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
            at++;
        }
        Text text = new Text(json, from, at);
        if (at == end) {
            at++; // more digits may have been cut off
        }
        return text;
    }

    private void skipString() {
        for (at++; at < end; at++) {
            if (json[at] == '\\') {
                at++;
            } else if (json[at] == '"') {
                at++;
                return;
            }
        }
        at = end + 1;
    }

    private void skipNested() {
        int depth = 0;
        while (at < end) {
            byte b = json[at];
            if (b == '"') {
                skipString();
                continue;
            }
            at++;
            if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return;
            }
        }
        at = end + 1;
    }

    private void skipSpace() {
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }
}
