package io.tuyere.upstream;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What the outcome of a call says about the region, the project's access to it, and the product. A call that is at fault itself
 * says nothing that could stop others.
 *
 * @param cause the failure, in words
 */
record Assessment(Verdict transport, Verdict access, Verdict product, Breaker.Cause cause) {
    static final Assessment NOTHING = of(Verdict.NONE, Verdict.NONE, Verdict.NONE, "", 0);

    private static final int SERVER_ERROR = 500;

    /** An answer that speaks of devices and users: the cloud looks at those after it let the project in. */
    private static final int DEVICE_CODES_FROM = 2000;

    private static final int DEVICE_CODES_TO = 2999;

    private static Assessment of(Verdict transport, Verdict access, Verdict product, String words, int code) {
        return new Assessment(transport, access, product, new Breaker.Cause(words, code));
    }

    /** Of an answer. */
    static Assessment of(Reply reply) {
        CloudCode code = reply.envelope().code();
        if (reply.status() >= SERVER_ERROR) {
            return of(Verdict.BAD, Verdict.NONE, Verdict.NONE, "it answers HTTP " + reply.status(), 0);
        }
        return code == null
                ? of(Verdict.GOOD, Verdict.GOOD, Verdict.GOOD, "", 0)
                : of(code, reply.envelope().message());
    }

    private static Assessment of(CloudCode code, String message) {
        String words = message.isEmpty() ? code.message() : message;
        return switch (code.trip()) {
            case TRANSPORT -> of(Verdict.BAD, Verdict.NONE, Verdict.NONE, words, code.code());
            case ACCESS -> of(Verdict.GOOD, Verdict.BAD, Verdict.NONE, words, code.code());
            case PRODUCT -> of(Verdict.GOOD, Verdict.GOOD, Verdict.BAD, words, code.code());
            case NONE -> of(Verdict.GOOD, letIn(code) ? Verdict.GOOD : Verdict.NONE, Verdict.NONE, words, code.code());
        };
    }

    private static boolean letIn(CloudCode code) {
        return code.codeClass() == CodeClass.CALLER
                && code.code() >= DEVICE_CODES_FROM
                && code.code() <= DEVICE_CODES_TO;
    }

    /**
     * Of a failure.
     *
     * @param endedBy what ended the call's life early, null while it lives: the failure is then only a consequence
     * @param fair whether the region had time enough to answer
     */
    static Assessment of(Failure failure, @Nullable Failure endedBy, boolean fair, CloudCodes codes) {
        if (endedBy != null) {
            return endedBy.kind() == Failure.Kind.DEADLINE && fair
                    ? of(Verdict.BAD, Verdict.NONE, Verdict.NONE, "no answer in time", 0)
                    : NOTHING;
        }
        if (failure instanceof Failure.ProjectRefused refused) {
            return ofTokenCall(codes.find(refused.cloudCode(), refused.message()), refused.message());
        }
        if (failure instanceof Failure.UpstreamBroken broken) {
            return of(Verdict.BAD, Verdict.NONE, Verdict.NONE, broken.why(), 0);
        }
        if (failure instanceof Failure.RegionUnavailable unavailable) {
            return of(Verdict.BAD, Verdict.NONE, Verdict.NONE, unavailable.why(), 0);
        }
        return NOTHING;
    }

    private static Assessment ofTokenCall(CloudCode code, String message) {
        return of(code, message).ofTokenCall();
    }

    /** The same of a call for a token: tokens are given out where nothing else is, so that it only shows what does not work. */
    Assessment ofTokenCall() {
        return new Assessment(transport, access == Verdict.BAD ? Verdict.BAD : Verdict.NONE, Verdict.NONE, cause);
    }
}
