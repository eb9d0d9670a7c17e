package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.core.ProblemType;
import io.tuyere.core.ProblemTypes;
import io.tuyere.upstream.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.function.LongSupplier;

/**
 * Turns a failure into an answer, in the dialect of the face, with the status, code and title of its {@link ProblemType}. Any
 * thread.
 */
public final class Answers {
    /** What a bug is called where failures have their names. */
    public static final String INTERNAL = "internal";

    private static final String PROBLEM = "application/problem+json";
    private static final ProblemTypes TYPES = ProblemTypes.ofCalls();
    private static final CharSequence RETRY_AFTER = HttpHeaders.RETRY_AFTER;
    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");
    private static final long MILLIS_PER_SECOND = 1_000;

    private final LongSupplier nowMillis;

    /** Answers dated by a clock in milliseconds since the epoch. */
    public Answers(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** The answer to a failed call that nobody traces. */
    public Reply failure(Face face, String requestId, Failure failure) {
        return failure(face, requestId, "", failure);
    }

    /**
     * The answer to a failed call.
     *
     * @param traceId of the trace that tells of it, empty for none
     */
    public Reply failure(Face face, String requestId, String traceId, Failure failure) {
        ProblemType type = TYPES.named(failure.kind().slug());
        Reply reply = answer(face, requestId, traceId, type, code(failure), failure.detail());
        if (failure instanceof Failure.MethodNotAllowed method) {
            reply.headers().set("Allow", method.allowed());
        }
        if (failure instanceof Failure.JwtInvalid jwt) {
            reply.headers().set(WWW_AUTHENTICATE, challenge(jwt.why()));
        }
        if (!failure.hint().isEmpty()) {
            reply.headers().set(Hints.HINT, failure.hint());
        }
        if (failure.retryAfterMillis() > 0) {
            reply.headers().set(RETRY_AFTER, Long.toString(seconds(failure.retryAfterMillis())));
        }
        return reply;
    }

    /** As RFC 6750, section 3, has it. */
    private static String challenge(String why) {
        return "Bearer realm=\"tuyere\", error=\"invalid_token\", error_description=\"" + why + '"';
    }

    /** The answer to a call that met a bug; it tells nothing but the request id. */
    public Reply error(Face face, String requestId, String traceId) {
        ProblemType type = TYPES.named(INTERNAL);
        String detail = "an error of the gateway; its log names it by the request id";
        return answer(face, requestId, traceId, type, type.code(), detail);
    }

    /** Rounded up: whoever waits as long as it says is not early. */
    private static long seconds(long millis) {
        return (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    private Reply answer(Face face, String requestId, String traceId, ProblemType type, int code, String detail) {
        Reply reply = switch (face) {
            case SIGNED -> tuya(code, detail, requestId);
            case API_KEY -> problem(type, detail, requestId, traceId);
        };
        reply.headers().set("X-Tuyere-Error", type.slug());
        return reply;
    }

    /** The code by which the signed face knows a failure. */
    static int code(Failure failure) {
        int code = TYPES.named(failure.kind().slug()).code();
        return code == ProblemType.CODE_OF_CLOUD ? failure.cloudCode() : code;
    }

    private Reply tuya(int code, String detail, String requestId) {
        JsonObject envelope = new JsonObject()
                .put("code", code)
                .put("msg", detail)
                .put("success", false)
                .put("t", nowMillis.getAsLong())
                .put("tid", requestId);
        return Reply.json(200, envelope.toBuffer());
    }

    private static Reply problem(ProblemType type, String detail, String requestId, String traceId) {
        JsonObject problem = new JsonObject()
                .put("type", ProblemPages.OF_CALLS + type.slug())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail)
                .put("instance", "urn:request:" + requestId);
        if (!traceId.isEmpty()) {
            problem.put("trace-id", traceId);
        }
        return Reply.of(type.status(), PROBLEM, problem.toBuffer());
    }
}
