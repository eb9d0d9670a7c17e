package io.tuyere.admin;

import io.tuyere.core.Failure;
import io.tuyere.core.ProblemType;
import io.tuyere.core.ProblemTypes;
import io.tuyere.gateway.ProblemPages;
import java.util.List;
import java.util.Locale;

/** A request to the administration API that is not done; answered as a problem document (RFC 9457). */
final class AdminProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_GATEWAY = 502;

    private final String prefix;
    private final int status;
    private final transient ProblemType type;
    private final transient List<String> problems;

    /** The kinds, each with its page in the table of the administration's. */
    enum Kind {
        BAD_REQUEST,
        TOKEN_MISSING,
        TOKEN_UNKNOWN,
        FORBIDDEN,
        CROSS_SITE,
        WRONG_HOST,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        NO_FILES,
        TENANTS_IN_FILE,
        TENANT_EXISTS,
        CREDENTIAL_TAKEN,
        TENANT_CHANGED,
        BODY_TOO_LARGE,
        NOT_JSON,
        CONFIG_REFUSED,
        TENANT_INVALID,
        NO_REVISION,
        INTERNAL,
        DEADLINE,
        REDIS_LOST,
        TOO_MANY_WATCHERS;

        private ProblemType type() {
            return ProblemTypes.ofAdministration()
                    .named(name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    private AdminProblem(String prefix, ProblemType type, int status, String detail, List<String> problems) {
        super(detail, null, false, false);
        this.prefix = prefix;
        this.type = type;
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    /**
     * A problem.
     *
     * @param detail what is wrong and what to do, for people; never a secret
     */
    AdminProblem(Kind kind, String detail) {
        this(kind, detail, List.of());
    }

    /** A problem with several parts. */
    AdminProblem(Kind kind, String detail, List<String> problems) {
        this(ProblemPages.OF_ADMINISTRATION, kind.type(), kind.type().status(), detail, problems);
    }

    static AdminProblem badRequest(String detail) {
        return new AdminProblem(Kind.BAD_REQUEST, detail);
    }

    static AdminProblem notFound(String detail) {
        return new AdminProblem(Kind.NOT_FOUND, detail);
    }

    /** What a call met that was made for the request. */
    static AdminProblem of(Failure failure) {
        ProblemType type = ProblemTypes.ofCalls().named(failure.kind().slug());
        return new AdminProblem(ProblemPages.OF_CALLS, type, BAD_GATEWAY, failure.detail(), List.of());
    }

    /** The same, with another status than the usual one of its kind. */
    AdminProblem withStatus(int other) {
        return new AdminProblem(prefix, type, other, detail(), problems);
    }

    int status() {
        return status;
    }

    String slug() {
        return type.slug();
    }

    String title() {
        return type.title();
    }

    /** Where the page about its kind is, on this port. */
    String type() {
        return prefix + type.slug();
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<String> problems() {
        return problems;
    }
}
