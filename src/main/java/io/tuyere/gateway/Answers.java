package io.tuyere.gateway;

import io.tuyere.core.Face;
import io.tuyere.core.Failure;
import io.tuyere.upstream.Reply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.function.LongSupplier;

/**
 * Turns a failure into an answer, in the dialect of the face. Codes are Tuya's where the meaning is the same; the others are
 * between 60400 and 60599, which Tuya does not use. Any thread.
 */
public final class Answers {
    /** What a bug is called where failures have their names. */
    public static final String INTERNAL = "internal";

    private static final String PROBLEM = "application/problem+json";
    private static final String TYPE_PREFIX = "/tuyere/v1/errors/";
    private static final CharSequence RETRY_AFTER = HttpHeaders.RETRY_AFTER;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final LongSupplier nowMillis;

    /** Answers dated by a clock in milliseconds since the epoch. */
    public Answers(LongSupplier nowMillis) {
        this.nowMillis = nowMillis;
    }

    /**
     * How a kind of failure looks from outside.
     *
     * @param status HTTP status on the api-key face
     * @param code Tuya's code, or one of our range, on the signed face
     * @param title what the kind is called
     */
    private record Look(int status, int code, String title) {}

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
        Look look = look(failure);
        Reply reply = answer(face, requestId, traceId, look, failure.kind().slug(), failure.detail());
        if (failure instanceof Failure.MethodNotAllowed method) {
            reply.headers().set("Allow", method.allowed());
        }
        if (!failure.hint().isEmpty()) {
            reply.headers().set(Hints.HINT, failure.hint());
        }
        if (failure.retryAfterMillis() > 0) {
            reply.headers().set(RETRY_AFTER, Long.toString(seconds(failure.retryAfterMillis())));
        }
        return reply;
    }

    /** The answer to a call that met a bug; it tells nothing but the request id. */
    public Reply error(Face face, String requestId, String traceId) {
        Look look = new Look(500, 60500, "Internal error");
        return answer(
                face,
                requestId,
                traceId,
                look,
                INTERNAL,
                "an error of the gateway; its log names it by the request id");
    }

    /** Rounded up: whoever waits as long as it says is not early. */
    private static long seconds(long millis) {
        return (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
    }

    private Reply answer(Face face, String requestId, String traceId, Look look, String slug, String detail) {
        Reply reply = switch (face) {
            case SIGNED -> tuya(look, detail, requestId);
            case API_KEY -> problem(look, slug, detail, requestId, traceId);
        };
        reply.headers().set("X-Tuyere-Error", slug);
        return reply;
    }

    /** The code by which the signed face knows a failure. */
    static int code(Failure failure) {
        return look(failure).code;
    }

    private static Look look(Failure failure) {
        return switch (failure.kind()) {
            case BAD_REQUEST -> new Look(400, 1109, "Bad request");
            case METHOD_NOT_ALLOWED -> new Look(405, 60405, "Method not allowed");
            case TARGET_TOO_LONG -> new Look(414, 60414, "Target too long");
            case HEADERS_TOO_LARGE -> new Look(431, 60431, "Headers too large");
            case EXPECTATION_FAILED -> new Look(417, 60417, "Expectation failed");
            case REQUEST_TIMEOUT -> new Look(408, 60408, "Request timeout");
            case MISSING_HEADER -> new Look(400, 1105, "Missing header");
            case BODY_TOO_LARGE -> new Look(413, 60413, "Body too large");
            case UNKNOWN_CREDENTIAL -> new Look(401, 1005, "Unknown credential");
            case BAD_SIGNATURE -> new Look(401, 1004, "Bad signature");
            case STALE_TIME -> new Look(401, 1013, "Stale time");
            case TOKEN_MISSING -> new Look(401, 1002, "Token missing");
            case TOKEN_INVALID -> new Look(401, 1010, "Token invalid");
            case GRANT_INVALID -> new Look(400, 1003, "Grant type invalid");
            case UNKNOWN_COUNTRY -> new Look(400, 2402, "Unknown country");
            case UNKNOWN_REGION -> new Look(400, 2410, "Unknown region");
            case NO_REGION -> new Look(400, 60400, "No region");
            case REGION_NOT_ENABLED -> new Look(403, 2403, "Region not enabled");
            case OAUTH_INVALID -> new Look(400, 60410, "Sign-in invalid");
            case HOST_NOT_ALLOWED -> new Look(403, 60403, "Host not allowed");
            case PROXY_CREDENTIAL -> new Look(407, 60407, "Proxy credential needed");
            case OVER_PLAN -> new Look(429, 1199, "Over plan");
            case OVER_PACE -> new Look(429, 1199, "Over pace");
            case OVER_BUDGET -> new Look(429, 28841004, "Over budget");
            case ACCESS_BLOCKED -> new Look(503, ((Failure.AccessBlocked) failure).code(), "Access blocked");
            case PRODUCT_BLOCKED -> new Look(503, ((Failure.ProductBlocked) failure).code(), "Product blocked");
            case PROJECT_REFUSED -> new Look(502, ((Failure.ProjectRefused) failure).code(), "Project refused");
            case SESSION_UNAVAILABLE -> new Look(503, 60503, "Session unavailable");
            case TENANTS_UNAVAILABLE -> new Look(503, 60503, "Tenants unavailable");
            case REGION_UNAVAILABLE -> new Look(503, 60503, "Region unavailable");
            case OVERLOADED -> new Look(503, 60529, "Overloaded");
            case UPSTREAM_BROKEN -> new Look(502, 60502, "Upstream broken");
            case DEADLINE -> new Look(504, 60504, "Deadline exceeded");
            case REPLY_TOO_LARGE -> new Look(502, 60513, "Reply too large");
            case NOT_ACROSS_REGIONS -> new Look(400, 60421, "Not across regions");
            case CURSOR_INVALID -> new Look(400, 60401, "Cursor invalid");
            case KEY_REUSED -> new Look(422, 60422, "Idempotency key reused");
            case KEY_IN_USE -> new Look(409, 60409, "Idempotency key in use");
            case OUTCOMES_UNAVAILABLE -> new Look(503, 60503, "Outcomes unavailable");
            case CLIENT_GONE -> new Look(499, 60499, "Client gone");
        };
    }

    private Reply tuya(Look look, String detail, String requestId) {
        JsonObject envelope = new JsonObject()
                .put("code", look.code)
                .put("msg", detail)
                .put("success", false)
                .put("t", nowMillis.getAsLong())
                .put("tid", requestId);
        return Reply.json(200, envelope.toBuffer());
    }

    private static Reply problem(Look look, String slug, String detail, String requestId, String traceId) {
        JsonObject problem = new JsonObject()
                .put("type", TYPE_PREFIX + slug)
                .put("title", look.title)
                .put("status", look.status)
                .put("detail", detail)
                .put("instance", "urn:request:" + requestId);
        if (!traceId.isEmpty()) {
            problem.put("trace-id", traceId);
        }
        return Reply.of(look.status, PROBLEM, problem.toBuffer());
    }
}
