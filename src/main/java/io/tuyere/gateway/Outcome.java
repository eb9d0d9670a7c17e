package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CodeClass;
import io.vertx.core.buffer.Buffer;

/**
 * What became of a write in one region.
 *
 * @param told what the client is told of it: a JSON object, empty for what nobody lived to tell
 */
record Outcome(State state, Buffer told) {
    private static final int SERVER_ERROR = 500;
    private static final int MOST_TOLD_BYTES = 16 * 1024;

    /** Whether the region acted. */
    enum State {
        /** It did. */
        ACTED('A', "acted"),
        /** It certainly did not; the write may be sent again. */
        NOT_ACTED('N', "not-acted"),
        /** Nobody knows; the write is not sent again. */
        UNKNOWN('U', "unknown");

        private final char letter;
        private final String word;

        State(char letter, String word) {
            this.letter = letter;
            this.word = word;
        }

        char letter() {
            return letter;
        }

        String word() {
            return word;
        }
    }

    /** Names no body. */
    @Override
    public String toString() {
        return "Outcome[" + state + "]";
    }

    /** A long result is left out: outcomes are kept for a day. */
    static Outcome of(Part part) {
        Buffer told = Buffer.buffer();
        (part.heldBytes() > MOST_TOLD_BYTES ? part.withoutResult() : part).appendTo(told);
        return new Outcome(state(part), told);
    }

    private static State state(Part part) {
        if (part.failure() != null) {
            boolean maybe = part.failure().mayHaveActed() || part.reply() != null;
            return maybe ? State.UNKNOWN : State.NOT_ACTED;
        }
        CloudCode code = part.code();
        if (part.success()) {
            return State.ACTED;
        }
        boolean refused = code != null
                && code.known()
                && code.codeClass() != CodeClass.CLOUD_FAULT
                && part.reply() != null
                && part.reply().status() < SERVER_ERROR;
        return refused ? State.NOT_ACTED : State.UNKNOWN;
    }
}
