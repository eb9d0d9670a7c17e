package io.tuyere.core;

/** Carries a {@link Failure} through futures; has no stack trace, since a failure is an answer and not a bug. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    FailureException(Failure failure) {
        super(failure.kind().slug(), null, false, false);
        this.failure = failure;
    }

    /** What went wrong. */
    public Failure failure() {
        return failure;
    }
}
