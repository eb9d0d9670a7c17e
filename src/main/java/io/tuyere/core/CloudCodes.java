package io.tuyere.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every cloud code that is known. Two mean different things in different answers, and their messages decide. Immutable; any
 * thread. Facts and sources: {@code cloud-codes.tsv} beside this class.
 */
public final class CloudCodes {
    private static final CloudCodes BUILT_IN = new CloudCodes(Table.resource("cloud-codes.tsv"));

    private final List<CloudCode> all;
    private final Map<Integer, List<Meaning>> meanings = new HashMap<>();

    private CloudCodes(Table table) {
        List<CloudCode> codes = new ArrayList<>();
        for (Table.Row row : table.rows()) {
            Meaning meaning = new Meaning(row.text("when"), code(row));
            codes.add(meaning.code());
            List<Meaning> ofCode = meanings.computeIfAbsent(meaning.code().code(), code -> new ArrayList<>());
            ofCode.add(meaning);
        }
        this.all = List.copyOf(codes);
    }

    /** What is known of Tuya's codes. */
    public static CloudCodes builtIn() {
        return BUILT_IN;
    }

    private static CloudCode code(Table.Row row) {
        return new CloudCode(
                row.number("code"),
                row.text("message"),
                row.constant(CodeClass.class, "class"),
                row.constant(RetryRule.class, "retry"),
                row.constant(Trip.class, "trip"),
                row.number("http_status"),
                row.text("hint"),
                row.text("source"),
                true);
    }

    /** Every known code, once per meaning, by number. */
    public List<CloudCode> all() {
        return all;
    }

    /** What a code means that came with a message in an answer with {@code success:false}; an unknown one is said to be so. */
    public CloudCode find(int code, String message) {
        for (Meaning meaning : meanings.getOrDefault(code, List.of())) {
            if (meaning.holdsFor(message)) {
                return meaning.code();
            }
        }
        return CloudCode.unknown(code);
    }

    /**
     * One meaning of a code.
     *
     * @param when text of the messages that have it, empty for any message
     */
    private record Meaning(String when, CloudCode code) {
        boolean holdsFor(String message) {
            for (int i = 0; i <= message.length() - when.length(); i++) {
                if (message.regionMatches(true, i, when, 0, when.length())) {
                    return true;
                }
            }
            return false;
        }
    }
}
