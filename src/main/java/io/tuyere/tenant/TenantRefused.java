package io.tuyere.tenant;

import java.util.List;

/** A change of a tenant that was not made. */
public final class TenantRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<String> problems;

    /** Why not. */
    public enum Kind {
        /** There is no such tenant or credential. */
        MISSING,
        /** There is one already. */
        EXISTS,
        /** It was changed meanwhile. */
        CHANGED,
        /** A credential is that of another tenant. */
        TAKEN,
        /** What is written about it makes no tenant. */
        INVALID
    }

    TenantRefused(Kind kind, String message) {
        this(kind, message, List.of());
    }

    TenantRefused(Kind kind, String message, List<String> problems) {
        super(message, null, false, false);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    static TenantRefused missing() {
        return new TenantRefused(Kind.MISSING, "there is no tenant of this id");
    }

    /** Why not. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong, one line each; never a secret. */
    public List<String> problems() {
        return problems;
    }
}
