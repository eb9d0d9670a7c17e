package io.tuyere.sim;

/**
 * An endpoint and where it is found.
 *
 * @param label method and template, for counting
 * @param segments of the template, where {@code {name}} takes any value
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Route(String method, String label, String[] segments, Access access, Endpoint endpoint) {
    /** What a path that no endpoint has leads to: a business call like any other, refused at its end. */
    static final Route UNKNOWN =
            new Route("", "unknown", new String[0], Access.BUSINESS, (call, caller) -> Refusal.PATH);

    /** What a call must show. */
    enum Access {
        /** Signed without an access token, whatever the header says. */
        TOKEN,
        /** Signed with the access token that is shown, if one is; it is not looked at otherwise. */
        LOGIN,
        /** Signed with a live access token. */
        BUSINESS
    }

    boolean takes(String calledMethod, String[] called) {
        if (called.length != segments.length || !(method.equals(calledMethod) || method.equals("*"))) {
            return false;
        }
        for (int i = 0; i < called.length; i++) {
            if (!variable(i) && !segments[i].equals(called[i])) {
                return false;
            }
        }
        return true;
    }

    boolean variable(int segment) {
        return segments[segment].startsWith("{");
    }
}
