package io.tuyere.admin;

import java.util.List;

/** A request to the administration API that is not done; answered as a problem document (RFC 9457). */
final class AdminProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String slug;
    private final transient List<String> problems;

    /**
     * A problem.
     *
     * @param slug names the kind, stable
     * @param detail what is wrong and what to do, for people; never a secret
     */
    AdminProblem(int status, String slug, String detail) {
        this(status, slug, detail, List.of());
    }

    /** A problem with several parts. */
    AdminProblem(int status, String slug, String detail, List<String> problems) {
        super(detail, null, false, false);
        this.status = status;
        this.slug = slug;
        this.problems = List.copyOf(problems);
    }

    static AdminProblem badRequest(String detail) {
        return new AdminProblem(400, "bad-request", detail);
    }

    static AdminProblem notFound(String detail) {
        return new AdminProblem(404, "not-found", detail);
    }

    static AdminProblem conflict(String slug, String detail) {
        return new AdminProblem(409, slug, detail);
    }

    int status() {
        return status;
    }

    String slug() {
        return slug;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<String> problems() {
        return problems;
    }
}
