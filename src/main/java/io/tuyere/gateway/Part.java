package io.tuyere.gateway;

import io.tuyere.core.CloudCode;
import io.tuyere.core.Failure;
import io.tuyere.observe.FanOutMeters.Ending;
import io.tuyere.upstream.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of several regions came to: a reply, or a failure.
 *
 * @param members the members of the reply's envelope, raw; empty for a failure
 */
public record Part(
        Route route,
        @Nullable Reply reply,
        Map<String, Buffer> members,
        @Nullable Failure failure) {
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int BAD_REQUEST = 400;

    /** A part that was answered; a reply that is not JSON throughout is none. */
    static Part of(Route route, Reply reply) {
        try {
            return new Part(route, reply, RawJson.members(reply.head()), null);
        } catch (IllegalArgumentException notJson) {
            String region = route.region().id();
            return new Part(
                    route, reply, Map.of(), new Failure.UpstreamBroken(region, "its answer is not JSON throughout"));
        }
    }

    static Part failed(Route route, Failure failure) {
        return new Part(route, null, Map.of(), failure);
    }

    /** Bytes of its body, which are held. */
    int heldBytes() {
        return reply == null ? 0 : reply.head().length();
    }

    /** The same, telling that its result is left out. */
    Part withoutResult() {
        Map<String, Buffer> others = new LinkedHashMap<>(members);
        others.put("result", Buffer.buffer("{\"tuyere_omitted\":true}"));
        return new Part(route, reply, others, failure);
    }

    /** What it came to, for those who need no more of it. */
    Part withoutBody() {
        return new Part(route, reply == null ? null : reply.withBody(Buffer.buffer()), Map.of(), failure);
    }

    /** Names no body. */
    @Override
    public String toString() {
        return "Part[" + region() + ", "
                + (failure == null ? "answered" : failure.kind().slug()) + "]";
    }

    /** Id of the region. */
    String region() {
        return route.region().id();
    }

    boolean success() {
        return failure == null && code() == null && reply != null && reply.status() < BAD_REQUEST;
    }

    Ending ending() {
        if (failure != null) {
            return Ending.FAILED;
        }
        return success() ? Ending.OK : Ending.REFUSED;
    }

    /** Whether the region was not asked, because it refuses the tenant's project whatever it is asked. */
    boolean skipped() {
        return failure instanceof Failure.AccessBlocked;
    }

    /** The cloud's code of a refusal, null where there is none. */
    @Nullable
    CloudCode code() {
        return reply == null ? null : reply.envelope().code();
    }

    /** The words for what went wrong, empty for nothing. */
    String words() {
        if (failure != null) {
            return failure.detail();
        }
        CloudCode code = code();
        return code == null || reply == null ? "" : reply.envelope().message();
    }

    /** The cloud's code, or that of the failure on the signed face; 0 for none. */
    int number() {
        if (failure != null) {
            return Answers.code(failure);
        }
        CloudCode code = code();
        return code == null ? 0 : code.code();
    }

    /** Appends what a client is told of it: the cloud's own members, as they came. */
    void appendTo(Buffer json) {
        if (failure != null) {
            json.appendBuffer(failed(failure).toBuffer());
            return;
        }
        json.appendString("{\"success\":").appendString(Boolean.toString(success()));
        for (String name : new String[] {"code", "msg", "result", "t"}) {
            Buffer value = members.get(name);
            if (value != null) {
                json.appendString(",").appendString(Json.encode(name)).appendString(":");
                json.appendBuffer(value);
            }
        }
        json.appendString("}");
    }

    private static JsonObject failed(Failure failure) {
        JsonObject told = new JsonObject()
                .put("success", false)
                .put("code", Answers.code(failure))
                .put("msg", failure.detail())
                .put("error", failure.kind().slug());
        long millis = failure.retryAfterMillis();
        return millis == 0 ? told : told.put("retry_after", (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
    }
}
