package io.tuyere.observe;

/** A part of a call's way that a trace tells. */
public enum Stage {
    /** Who calls? */
    IDENTIFY("identify"),
    /** Is it really them? */
    VERIFY("verify"),
    /** May they? */
    ADMIT("admit"),
    /** Where to? */
    ROUTE("route"),
    /** A token of the cloud. */
    TOKEN("token"),
    /** Until the cloud's pace allows the call. */
    WAIT("wait"),
    /** A request on the wire, up to the head of its reply. */
    ATTEMPT("attempt");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** Its name in a trace. */
    public String label() {
        return label;
    }
}
