package io.tuyere.sign;

import static io.tuyere.sign.Deviation.KEYS_AS_SENT;
import static io.tuyere.sign.Deviation.LAST_VALUE_WINS;
import static io.tuyere.sign.Deviation.NULLS_DROPPED;
import static io.tuyere.sign.Deviation.QUERY_AS_SENT;
import static io.tuyere.sign.Deviation.QUERY_NOT_SORTED;
import static io.tuyere.sign.Deviation.QUESTION_MARK_KEPT;
import static io.tuyere.sign.Deviation.REPEATED_KEY_AS_LIST;
import static io.tuyere.sign.Deviation.VALUE_CUT_AT_EQUALS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The query part of the canonical string. */
final class SignedQuery {
    private record Pair(String key, String value) {}

    private SignedQuery() {}

    /** Appends the question mark and the query in its signed form, or nothing when no pair is left. */
    static void append(StringBuilder text, String raw, Set<Deviation> deviations) {
        if (deviations.contains(QUERY_AS_SENT) || (deviations.isEmpty() && isSignedAsSent(raw))) {
            text.append('?').append(raw);
            return;
        }
        List<Pair> pairs = signedPairs(raw, deviations);
        if (pairs.isEmpty() && deviations.contains(QUESTION_MARK_KEPT)) {
            text.append('?');
        }
        char separator = '?';
        for (Pair pair : pairs) {
            text.append(separator).append(pair.key()).append('=').append(pair.value());
            separator = '&';
        }
    }

    /** The usual case, which costs one look: nothing encoded, each key greater than the one before, each with a value. */
    private static boolean isSignedAsSent(String raw) {
        if (raw.isEmpty() || raw.indexOf('%') >= 0 || raw.indexOf('+') >= 0) {
            return false;
        }
        String previous = null;
        for (int start = 0; start <= raw.length(); ) {
            int end = endOfPair(raw, start);
            int equals = raw.indexOf('=', start);
            if (equals < 0 || equals >= end) {
                return false;
            }
            String key = raw.substring(start, equals);
            if (previous != null && compareBytes(previous, key) >= 0) {
                return false;
            }
            previous = key;
            start = end + 1;
        }
        return true;
    }

    private static int endOfPair(String raw, int start) {
        int end = raw.indexOf('&', start);
        return end < 0 ? raw.length() : end;
    }

    private static List<Pair> signedPairs(String raw, Set<Deviation> deviations) {
        List<Pair> pairs = parse(raw, deviations);
        if (deviations.contains(NULLS_DROPPED)) {
            pairs.removeIf(SignedQuery::isNull);
        }
        if (deviations.contains(QUERY_NOT_SORTED)) {
            return pairs;
        }
        pairs.sort((left, right) -> compareBytes(left.key(), right.key()));
        return oneForEachKey(pairs, deviations);
    }

    private static List<Pair> parse(String raw, Set<Deviation> deviations) {
        List<Pair> pairs = new ArrayList<>();
        for (int start = 0; start < raw.length(); ) {
            int end = endOfPair(raw, start);
            if (end > start) {
                pairs.add(pair(raw.substring(start, end), deviations));
            }
            start = end + 1;
        }
        return pairs;
    }

    private static Pair pair(String raw, Set<Deviation> deviations) {
        int equals = raw.indexOf('=');
        String key = equals < 0 ? raw : raw.substring(0, equals);
        String value = equals < 0 ? "" : raw.substring(equals + 1);
        int secondEquals = value.indexOf('=');
        if (secondEquals >= 0 && deviations.contains(VALUE_CUT_AT_EQUALS)) {
            value = value.substring(0, secondEquals);
        }
        return new Pair(deviations.contains(KEYS_AS_SENT) ? key : PercentDecoder.form(key), PercentDecoder.form(value));
    }

    private static boolean isNull(Pair pair) {
        return pair.value().equals("null") || pair.value().equals("undefined");
    }

    private static List<Pair> oneForEachKey(List<Pair> sorted, Set<Deviation> deviations) {
        List<Pair> single = new ArrayList<>(sorted.size());
        for (int from = 0; from < sorted.size(); ) {
            int to = from + 1;
            while (to < sorted.size()
                    && sorted.get(to).key().equals(sorted.get(from).key())) {
                to++;
            }
            single.add(oneOf(sorted.subList(from, to), deviations));
            from = to;
        }
        return single;
    }

    private static Pair oneOf(List<Pair> sameKey, Set<Deviation> deviations) {
        Pair first = sameKey.get(0);
        if (sameKey.size() > 1 && deviations.contains(REPEATED_KEY_AS_LIST)) {
            return new Pair(first.key(), pythonList(sameKey));
        }
        return deviations.contains(LAST_VALUE_WINS) ? sameKey.get(sameKey.size() - 1) : first;
    }

    /** What Python prints for a list of these strings, short of its escapes for control characters. */
    private static String pythonList(List<Pair> elements) {
        StringBuilder list = new StringBuilder("[");
        for (Pair element : elements) {
            String value = element.value().replace("\\", "\\\\");
            boolean doubleQuotes = value.indexOf('\'') >= 0 && value.indexOf('"') < 0;
            char quote = doubleQuotes ? '"' : '\'';
            list.append(list.length() > 1 ? ", " : "").append(quote);
            list.append(doubleQuotes ? value : value.replace("'", "\\'")).append(quote);
        }
        return list.append(']').toString();
    }

    /** Order of the UTF-8 bytes, which is that of code points; {@code String.compareTo} orders UTF-16 units. */
    private static int compareBytes(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean bothOrNeither = Character.isSurrogate(a) == Character.isSurrogate(b);
                return bothOrNeither ? a - b : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }
}
