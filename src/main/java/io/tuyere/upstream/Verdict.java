package io.tuyere.upstream;

/** What a call says about the thing behind a breaker. */
enum Verdict {
    /** It works. */
    GOOD,
    /** It does not. */
    BAD,
    /** Nothing, one way or the other. */
    NONE
}
