package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.CloudCodes;
import io.tuyere.core.CodeClass;
import io.tuyere.core.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What one region said when it was asked for something.
 *
 * @param code the cloud's, or the gateway's own; 0 for none
 * @param words what that means, for people
 */
record Finding(String region, Verdict verdict, int code, String words) {
    private static final int SUSPENDED = 28841107;
    private static final int NOT_LINKED = 1106;
    private static final int ADDRESS = 1114;
    private static final int CROSS_REGION = 2007;

    /** What it comes down to. */
    enum Verdict {
        /** The region knows it. */
        FOUND(true),
        /** The region does not know it. */
        UNKNOWN(true),
        /** The project may not see it there, because it is not linked or lives elsewhere. */
        NOT_LINKED(true),
        /** The data centre is not enabled for the project. */
        SUSPENDED(true),
        /** The data centre does not take calls from where the gateway is. */
        CROSS_REGION(true),
        /** The project's list of addresses there does not hold the gateway's. */
        ADDRESS_NOT_ALLOWED(true),
        /** The country or account belongs to another data centre. */
        WRONG_COUNTRY(true),
        /** A plan, subscription or product does not cover the question. */
        NOT_COVERED(true),
        /** Not asked: it refused the project, or failed, again and again. */
        BREAKER_OPEN(false),
        /** It said something else. */
        REFUSED(false),
        /** It gave no answer in time, or cannot be reached. */
        NO_ANSWER(false);

        private final boolean certain;

        Verdict(boolean certain) {
            this.certain = certain;
        }
    }

    /** Whether asking again at once would bring nothing new. */
    boolean certain() {
        return verdict.certain;
    }

    static Finding of(Part part, boolean byItems) {
        String region = part.region();
        if (part.failure() instanceof Failure.ProjectRefused refused) {
            return of(region, CloudCodes.builtIn().find(refused.cloudCode(), refused.message()));
        }
        if (part.failure() != null) {
            return new Finding(region, verdict(part.failure()), part.number(), part.words());
        }
        CloudCode code = part.code();
        if (code == null) {
            boolean found = part.success() && (!byItems || hasItems(part));
            return found
                    ? new Finding(region, Verdict.FOUND, 0, "it is here")
                    : new Finding(region, Verdict.UNKNOWN, 0, "it is not known here");
        }
        return of(region, code);
    }

    private static Finding of(String region, CloudCode code) {
        return new Finding(region, verdict(code), code.code(), code.hint());
    }

    private static boolean hasItems(Part part) {
        try {
            JsonObject result = new JsonObject(part.members().get("result"));
            return result.getValue("list") instanceof JsonArray list && !list.isEmpty();
        } catch (RuntimeException noList) {
            return false;
        }
    }

    private static Verdict verdict(Failure failure) {
        return switch (failure.kind()) {
            case ACCESS_BLOCKED, PRODUCT_BLOCKED -> Verdict.BREAKER_OPEN;
            case REGION_UNAVAILABLE -> failure.retryAfterMillis() > 0 ? Verdict.BREAKER_OPEN : Verdict.NO_ANSWER;
            case OVER_BUDGET -> Verdict.NOT_COVERED;
            default -> Verdict.NO_ANSWER;
        };
    }

    private static Verdict verdict(CloudCode code) {
        return switch (code.code()) {
            case NOT_LINKED -> Verdict.NOT_LINKED;
            case SUSPENDED -> Verdict.SUSPENDED;
            case CROSS_REGION -> Verdict.CROSS_REGION;
            case ADDRESS -> Verdict.ADDRESS_NOT_ALLOWED;
            default -> verdict(code.codeClass(), code.httpStatus());
        };
    }

    private static Verdict verdict(CodeClass codeClass, int httpStatus) {
        return switch (codeClass) {
            case REGION -> Verdict.WRONG_COUNTRY;
            case QUOTA -> Verdict.NOT_COVERED;
            case CALLER -> httpStatus == 404 ? Verdict.UNKNOWN : Verdict.REFUSED;
            default -> Verdict.NO_ANSWER;
        };
    }

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("verdict", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return (code == 0 ? json : json.put("code", code)).put("words", words);
    }
}
