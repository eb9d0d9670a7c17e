package io.tuyere.sim;

/** A way to go wrong. */
public enum FaultKind {
    /** The call waits for the fault's delay, then goes on as usual. */
    LATENCY(Phase.ARRIVAL),
    /** No answer ever; the connection stays open. */
    HANG(Phase.ARRIVAL),
    /** The connection is reset (RST). */
    RESET(Phase.ARRIVAL),
    /** An answer with the fault's HTTP status, headers and text, as a load balancer in front of the cloud gives it. */
    STATUS(Phase.ARRIVAL),
    /** The access token that the call shows ends now; the call itself is the first to notice. */
    EXPIRE_TOKEN(Phase.ARRIVAL),
    /** A success:false answer with the fault's code and text, to a call that is otherwise in order. */
    REFUSAL(Phase.ADMITTED),
    /** A whole Content-Length, the fault's number of bytes, then the end of the connection. */
    TRUNCATED(Phase.EXECUTED),
    /** Chunks without the last one, then the end of the connection. */
    UNFINISHED_CHUNKS(Phase.EXECUTED),
    /** Status 200 with the fault's text, which is not JSON. */
    NOT_JSON(Phase.EXECUTED),
    /** Status 200 without a body. */
    EMPTY(Phase.EXECUTED),
    /** The right answer in gzip, whether the caller accepts that or not. */
    GZIP(Phase.EXECUTED),
    /** The right answer in chunks. */
    CHUNKED(Phase.EXECUTED),
    /** The right answer, the fault's number of bytes at a time, with its delay between them. */
    DRIBBLE(Phase.EXECUTED),
    /** The right answer as on a kept-alive connection, which is then closed. */
    CLOSE(Phase.EXECUTED);

    /** When a fault takes hold. */
    enum Phase {
        /** Before anything is looked at. */
        ARRIVAL,
        /** After signature and token were found in order, before the side effect. */
        ADMITTED,
        /** After the side effect. */
        EXECUTED
    }

    private final Phase phase;

    FaultKind(Phase phase) {
        this.phase = phase;
    }

    Phase phase() {
        return phase;
    }
}
